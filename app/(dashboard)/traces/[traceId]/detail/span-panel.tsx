'use client';

import { useMemo } from 'react';
import { timeShares } from '@/core/model/trace-view/time-shares';
import type { RelatedView, SpanDetailView, TraceSpanView, TraceView } from '@/core/model/views';
import { AttributeTable } from '../../../../_components/telemetry/attribute-table';
import { BUTTON, MORE_LINK } from '../../../../_components/ui/controls';
import { Skeleton } from '../../../../_components/ui/skeleton';
import { ScopedLink } from '../../../../_components/url/scoped-link';
import { CopySpan } from '../copy/copy-span';
import type { Axis } from '../waterfall/axis';
import { CostLines } from './cost-lines';
import { InitList } from './init-list';
import { initParts } from './init-parts';
import { MOMENT_HEIGHT, MomentList } from './moment-list';
import { moments } from './moments';
import { SpanCostLine } from './span-cost-line';
import { SpanFacts } from './span-facts';
import { SpanLinks } from './span-links';
import { TimeSharesTable } from './time-shares-table';
import type { TraceSource } from './trace-source';
import { nodeOf } from './tree-of';
import type { OpenSpan } from './use-open-span';
import { useSpanStacks } from './use-span-stacks';

interface SpanPanelProps {
  readonly trace: TraceView;
  readonly span: TraceSpanView;
  readonly loaded: Pick<OpenSpan, 'detail' | 'logs'>;
  readonly source: TraceSource;
  readonly related: readonly RelatedView[];
  readonly axis: Axis;
  readonly onOpen: (spanId: string) => void;
}

/** Everything about one span. */
export function SpanPanel({ trace, span, loaded, source, related, axis, onOpen }: SpanPanelProps) {
  const { detail, logs } = loaded;
  const invocation = trace.invocations.find((one) => one.spanId === span.spanId);
  const times = useMemo(() => {
    const node = nodeOf(trace, span.spanId);
    return node && timeShares(node);
  }, [trace, span.spanId]);
  const parts = useMemo(() => (invocation ? initParts(trace.spans, invocation) : []), [trace, invocation]);
  const nameOf = (spanId: string) => nodeOf(trace, spanId)?.span.name ?? spanId;
  const incoming = related.filter((one) => one.relation === 'after' && one.spanId === span.spanId);
  return (
    <>
      {detail.state === 'loading' && <MomentsPlace span={span} />}
      {detail.state === 'failed' && (
        <p role="alert" className="flex items-center gap-3 px-8 py-3 text-bad">
          {detail.message}
          <button type="button" className={BUTTON} onClick={detail.retry}>
            Try again
          </button>
        </p>
      )}
      {detail.state === 'ready' && (
        <Moments trace={trace} span={span} source={source} detail={detail.view} logs={logs} axis={axis} />
      )}
      <div className="flex flex-col gap-4 py-3 pr-4 pl-8 max-sm:pl-4">
        <SpanFacts span={span} invocation={invocation} />
        <CopySpan trace={trace} span={span} detail={detail.state === 'ready' ? detail.view : null} />
        {invocation !== undefined && source.kind === 'server' && (
          <ScopedLink
            to="/invocations/compare"
            params={{ a: `${trace.traceId}.${span.spanId}` }}
            className={`${MORE_LINK} wrap-anywhere max-w-full self-start [unicode-bidi:isolate]`}
          >
            Compare with what is usual for {invocation.functionName}
          </ScopedLink>
        )}
        {times && (
          <TimeSharesTable
            span={span}
            times={times}
            wasCutOff={invocation?.outcome === 'timeout' || invocation?.outcome === 'oom'}
            nameOf={nameOf}
            onOpen={onOpen}
          />
        )}
        {invocation?.coldStart === true && (
          <InitList initDurationMs={invocation.initDurationMs} parts={parts} onOpen={onOpen} />
        )}
        {invocation ? <CostLines invocation={invocation} /> : <SpanCostLine span={span} trace={trace} />}
        {detail.state === 'loading' && (
          <div role="status" aria-label="Loading the span">
            <Skeleton className="h-64" />
          </div>
        )}
        {detail.state === 'ready' && (
          <>
            <SpanLinks links={detail.view.links} incoming={incoming} />
            <Attributes detail={detail.view} />
          </>
        )}
      </div>
    </>
  );
}

/** As high as the events and logs that are on their way. */
function MomentsPlace({ span: { eventCount, logCount } }: { readonly span: TraceSpanView }) {
  return <div aria-hidden="true" style={{ height: (eventCount + logCount) * MOMENT_HEIGHT }} />;
}

function Moments({
  trace,
  span,
  source,
  detail,
  logs,
  axis,
}: {
  readonly trace: TraceView;
  readonly span: TraceSpanView;
  readonly source: TraceSource;
  readonly detail: SpanDetailView;
  readonly logs: OpenSpan['logs'];
  readonly axis: Axis;
}) {
  const records = logs.state === 'ready' ? logs.view.items : [];
  const all = moments(detail.events, records, span);
  const stacks = useSpanStacks(source, trace.traceId, detail);
  return (
    <>
      {logs.state === 'failed' && (
        <p role="alert" className="px-8 py-2 text-bad">
          The logs are missing here. {logs.message}
        </p>
      )}
      {all.length > 0 && <MomentList moments={all} stacks={stacks} axis={axis} />}
      {logs.state === 'ready' && logs.view.nextCursor !== null && (
        <p className="px-8 py-2 text-muted">Only the newest {records.length} logs of this span are shown.</p>
      )}
    </>
  );
}

function Attributes({ detail }: { readonly detail: SpanDetailView }) {
  const scope = [detail.scope.name, detail.scope.version].filter(Boolean).join(' ');
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
      <section className="min-w-0">
        <h3 className="mb-1 font-medium text-ink">Attributes</h3>
        <AttributeTable label="Attributes of the span" attributes={detail.attributes} />
      </section>
      <section className="min-w-0">
        <h3 className="mb-1 break-words font-medium text-ink">
          Resource {scope !== '' && <span className="font-normal text-muted">· scope {scope}</span>}
        </h3>
        <AttributeTable label="Attributes of the resource" attributes={detail.resource} />
      </section>
    </div>
  );
}
