import Link from 'next/link';
import type { TraceListView } from '@/core/model/views';
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
      <HeaderCell>Functions</HeaderCell>
      <HeaderCell>Duration</HeaderCell>
      <HeaderCell align="right">Spans</HeaderCell>
      <HeaderCell>Errors</HeaderCell>
      <HeaderCell align="right">Cost</HeaderCell>
    </>
  );
  return (
    <Table label="Traces" head={head}>
      {traces.map((trace) => (
        <Row key={trace.traceId}>
          <Cell>
            <Link prefetch={false} href={href(`/traces/${trace.traceId}`, scope)} className={LINK}>
              <Time iso={trace.startTime} style="precise" />
            </Link>
          </Cell>
          <Cell>
            <span className="block max-w-72 truncate text-ink" title={trace.rootName}>
              {trace.rootName}
            </span>
          </Cell>
          <Cell grow title={trace.functions.join(', ')}>
            <span className="inline-block min-w-24">{trace.functions.join(', ')}</span>
          </Cell>
          <Cell>
            <span className="flex items-center gap-2">
              <span aria-hidden="true" className="h-1.5 w-20 rounded-full bg-sunken">
                <span
                  className="block h-1.5 rounded-full bg-brand"
                  style={{ width: `${Math.max(2, (trace.durationMs / longest) * 100)}%` }}
                />
              </span>
              <span className="min-w-14 text-right">{formatDuration(trace.durationMs)}</span>
            </span>
          </Cell>
          <Cell align="right">{formatCount(trace.spanCount)}</Cell>
          <Cell>
            {trace.errorCount > 0 && (
              <Badge tone="bad">
                {trace.errorCount === 1 ? '1 error' : `${formatCount(trace.errorCount)} errors`}
              </Badge>
            )}
          </Cell>
          <Cell
            align="right"
            title={trace.costUsd === null ? 'No priced invocation in it' : formatMoneyExact(trace.costUsd)}
          >
            {formatMoney(trace.costUsd)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
