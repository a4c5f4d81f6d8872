import Link from 'next/link';
import type { TraceListView } from '@/core/model/views';
import { CostTip } from '../../_components/costs/cost-tip';
import { formatDuration } from '../../_components/format/duration';
import { formatMoney, formatMoneyExact } from '../../_components/format/money';
import { formatCount } from '../../_components/format/number';
import { Badge } from '../../_components/ui/badge';
import { LINK } from '../../_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** Traces, newest first. */
export function TracesTable({
  traces,
  scope,
}: {
  readonly traces: readonly TraceListView[];
  readonly scope: Scope;
}) {
  const longest = Math.max(...traces.map((trace) => trace.durationMs), 0.001);
  const head = (
    <>
      <HeaderCell>Time</HeaderCell>
      <HeaderCell>Root</HeaderCell>
      <HeaderCell wideOnly>Functions</HeaderCell>
      <HeaderCell>Duration</HeaderCell>
      <HeaderCell wideOnly align="right">
        Spans
      </HeaderCell>
      <HeaderCell>Errors</HeaderCell>
      <HeaderCell wideOnly align="right">
        Cost
      </HeaderCell>
    </>
  );
  return (
    <Table label="Traces" head={head}>
      {traces.map((trace) => (
        <Row key={trace.traceId}>
          <Cell>
            <Link prefetch={false} href={href(`/traces/${trace.traceId}`, scope)} className={LINK}>
              <span className="max-sm:hidden">
                <Time iso={trace.startTime} style="precise" />
              </span>
              <span className="sm:hidden">
                <Time iso={trace.startTime} style="clock" />
              </span>
            </Link>
          </Cell>
          <Cell>
            <span className="block max-w-72 truncate text-ink max-sm:max-w-22" title={trace.rootName}>
              {trace.rootName}
            </span>
          </Cell>
          <Cell grow wideOnly title={trace.functions.join(', ')}>
            <span className="inline-block min-w-24">{trace.functions.join(', ')}</span>
          </Cell>
          <Cell>
            <span className="flex items-center gap-2">
              <span aria-hidden="true" className="h-1.5 w-20 rounded-full bg-sunken max-sm:hidden">
                <span
                  className="block h-1.5 rounded-full bg-brand"
                  style={{ width: `${Math.max(2, (trace.durationMs / longest) * 100)}%` }}
                />
              </span>
              <span className="min-w-14 text-right">{formatDuration(trace.durationMs)}</span>
            </span>
          </Cell>
          <Cell wideOnly align="right">
            {formatCount(trace.spanCount)}
          </Cell>
          <Cell>
            {trace.errorCount > 0 && (
              <Badge tone="bad">
                {formatCount(trace.errorCount)}
                <span className="max-sm:hidden">&nbsp;{trace.errorCount === 1 ? 'error' : 'errors'}</span>
              </Badge>
            )}
          </Cell>
          <Cell wideOnly align="right">
            <CostTip
              lines={[]}
              notes={
                trace.costUsd === null
                  ? ['No priced invocation in it']
                  : [
                      `${formatMoneyExact(trace.costUsd)} at list price`,
                      `Of ${trace.functions.join(', ')}, all invocations together: the trace shows each`,
                    ]
              }
            >
              {formatMoney(trace.costUsd)}
            </CostTip>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
