import type { TraceListView } from '@/core/model/views';
import { mostPlaces } from '../../_components/format/money';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import type { Scope } from '../../_components/url/scope';
import { TRACE_COLUMNS } from './columns';
import { TRACE_CELLS } from './trace-cells';

/** Traces, newest first. */
export function TracesTable({
  traces,
  scope,
  columns,
  isChosen,
}: {
  readonly traces: readonly TraceListView[];
  readonly scope: Scope;
  /** Keys of TRACE_COLUMNS. */
  readonly columns: readonly string[];
  /** Whether they were chosen: then a phone shows all of them. */
  readonly isChosen: boolean;
}) {
  const longest = Math.max(...traces.map((trace) => trace.durationMs), 0.001);
  const places = mostPlaces(traces.map(({ costUsd }) => costUsd));
  const shown = TRACE_COLUMNS.filter(({ key }) => columns.includes(key)).map(({ key, label }) => {
    const { align, grow, wideOnly, ...cell } = TRACE_CELLS[key];
    const of = { ...(align && { align }), wideOnly: !isChosen && wideOnly === true };
    return { key, label, cell, head: of, body: { ...of, grow: grow === true } };
  });
  return (
    <Table
      label="Traces"
      head={shown.map(({ key, label, head }) => (
        <HeaderCell key={key} {...head}>
          {label}
        </HeaderCell>
      ))}
    >
      {/* By place: when newer ones come in, texts change where they are and nothing moves. */}
      {[...traces.entries()].map(([place, trace]) => (
        <Row key={place}>
          {shown.map(({ key, cell, body }) => (
            <Cell key={key} {...body} title={cell.title?.(trace)}>
              {cell.content(trace, { scope, longest, places })}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}
