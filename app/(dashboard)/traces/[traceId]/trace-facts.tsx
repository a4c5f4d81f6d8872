import type { TraceView } from '@/core/model/views';
import { CostTip } from '../../../_components/costs/cost-tip';
import { arithmetic } from '../../../_components/costs/tip-lines';
import { formatDuration } from '../../../_components/format/duration';
import { formatMoney } from '../../../_components/format/money';
import { formatCount } from '../../../_components/format/number';
import { Badge } from '../../../_components/ui/badge';
import { Callout } from '../../../_components/ui/callout';
import { CopyButton } from '../../../_components/ui/copy-button';
import { Time } from '../../../_components/ui/time';
import { traceCostLines, traceCostNotes } from './trace-cost';

/** The figures of a trace on one line, and what one must know before believing them. */
export function TraceFacts({ trace }: { readonly trace: TraceView }) {
  const [only, ...more] = trace.invocations;
  const errors = trace.spans.filter((span) => span.status === 'error').length;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-body">
        <Time iso={trace.startTime} style="precise" />
        <span>
          <span className="font-medium text-ink">{formatDuration(trace.durationMs)}</span> long
        </span>
        <span>
          <span className="font-medium text-ink">{formatCount(trace.spans.length)}</span>{' '}
          {trace.spans.length === 1 ? 'span' : 'spans'}
        </span>
        {errors > 0 && <Badge tone="bad">{errors === 1 ? '1 error' : `${formatCount(errors)} errors`}</Badge>}
        {trace.costUsd !== null && (
          <span>
            cost{' '}
            <CostTip
              lines={only && more.length === 0 ? arithmetic(only.costLines) : traceCostLines(trace.spans)}
              notes={traceCostNotes(trace)}
            >
              <span className="font-medium text-ink">{formatMoney(trace.costUsd)}</span>
            </CostTip>
          </span>
        )}
        <span className="flex min-w-0 items-center gap-2">
          <code className="truncate font-mono text-muted text-tremor-label">{trace.traceId}</code>
          <CopyButton text={trace.traceId} />
        </span>
      </div>
      {trace.warnings.map((warning) => (
        <Callout key={warning} title={warning} />
      ))}
    </>
  );
}
