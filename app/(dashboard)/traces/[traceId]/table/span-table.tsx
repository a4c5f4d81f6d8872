'use client';

import { Fragment, useMemo } from 'react';
import type { TraceSpanView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';
import { Badge } from '../../../../_components/ui/badge';
import { ColdBadge } from '../../../../_components/ui/outcome-badge';
import { ROW_HEIGHT } from '../grid/row-window';
import type { SpanRow } from '../grid/rows';
import { rowId, useSpanGrid } from '../grid/use-span-grid';
import type { SortKey, TraceState } from '../state/trace-state';
import type { SpanViewProps } from '../state/view-props';
import { sortSpans } from './sort-spans';

const COLUMNS =
  'grid grid-cols-[minmax(8rem,1fr)_5rem_4.5rem] sm:grid-cols-[minmax(10rem,3fr)_minmax(6rem,1fr)_6rem_6rem_6rem_5rem]';

const HEADS: readonly { readonly key: SortKey; readonly label: string; readonly wide: boolean }[] = [
  { key: 'name', label: 'Name', wide: false },
  { key: 'service', label: 'Service', wide: true },
  { key: 'offsetMs', label: 'Start', wide: true },
  { key: 'durationMs', label: 'Duration', wide: false },
  { key: 'selfMs', label: 'Self time', wide: false },
  { key: 'status', label: 'Status', wide: true },
];

interface SpanTableProps extends SpanViewProps {
  readonly spans: readonly TraceSpanView[];
  readonly sort: TraceState['sort'];
  readonly onSort: (sort: TraceState['sort']) => void;
}

/** The spans as a flat list in the order of a column. */
export function SpanTable({ spans, sort, onSort, matches, colors, panel, ...shared }: SpanTableProps) {
  const rows = useMemo(
    () =>
      sortSpans(spans, sort).map(
        (span): SpanRow => ({
          span,
          depth: 0,
          descendants: 0,
          parent: null,
          parentRow: null,
          collapsed: false,
        }),
      ),
    [spans, sort],
  );
  const { body, view, activeIndex, openIndex, onPanelHeight, handlers } = useSpanGrid({
    ...shared,
    rows,
    onToggle: () => {},
  });
  const sortedBy = HEADS.find(({ key }) => key === sort.by)?.label.toLowerCase();
  // A table whose rows the keyboard walks; the lint rules know tables to read only.
  const grid = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': `Spans of the trace by ${sortedBy}, ${sort.descending ? 'greatest' : 'least'} first`,
    'aria-rowcount': rows.length,
    className: 'waterfall block outline-none',
    ...handlers,
  };
  return (
    <>
      {/* Outside of the grid: what takes the focus itself must not lie in what has it. */}
      <div className={`${COLUMNS} h-8 items-center border-line border-b px-3 text-muted text-tremor-label`}>
        {HEADS.map(({ key, label, wide }) => (
          <SortButton key={key} by={key} label={label} wide={wide} sort={sort} onSort={onSort} />
        ))}
      </div>
      <table {...grid}>
        <tbody ref={body} className="block" style={{ paddingTop: view.before, paddingBottom: view.after }}>
          {rows.slice(view.first, view.last).map(({ span }, offset) => {
            const index = view.first + offset;
            return (
              <Fragment key={`${index}-${span.spanId}`}>
                <tr
                  id={rowId(index)}
                  data-index={index}
                  aria-rowindex={index + 1}
                  aria-selected={index === openIndex}
                  style={{ height: ROW_HEIGHT }}
                  className={`${COLUMNS} cursor-pointer items-center px-3 ${index === openIndex ? 'bg-brand-soft' : 'hover:bg-hover'} ${index === activeIndex ? 'row-active' : ''}`}
                >
                  <SpanCells
                    span={span}
                    color={colors.get(span.service) ?? 'var(--s-1)'}
                    isMatch={matches.has(span.spanId)}
                  />
                </tr>
                {index === openIndex && panel(span, onPanelHeight)}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function SpanCells({
  span,
  color,
  isMatch,
}: {
  readonly span: TraceSpanView;
  readonly color: string;
  readonly isMatch: boolean;
}) {
  const number = 'text-right text-body tabular-nums';
  return (
    <>
      <td className="flex min-w-0 items-center gap-1.5 pr-2">
        <span
          title={span.name}
          className={`truncate [unicode-bidi:isolate] ${isMatch ? 'match' : ''} ${span.status === 'error' ? 'text-bad' : 'text-ink'} ${span.isInvocation ? 'font-medium' : ''}`}
        >
          {span.name}
        </span>
        {span.coldStart === true && <ColdBadge />}
      </td>
      <td className="flex min-w-0 items-center gap-1.5 pr-2 max-sm:hidden">
        <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
        <span title={span.service} className="truncate [unicode-bidi:isolate]">
          {span.service}
        </span>
      </td>
      <td className={`${number} max-sm:hidden`}>{formatDuration(span.offsetMs)}</td>
      <td className={number}>{formatDuration(span.durationMs)}</td>
      <td className={number}>{formatDuration(span.selfMs)}</td>
      <td className="text-right max-sm:hidden">
        {span.status === 'error' ? (
          <Badge tone="bad">error</Badge>
        ) : (
          <span className="text-muted">{span.status}</span>
        )}
      </td>
    </>
  );
}

function SortButton({
  by,
  label,
  wide,
  sort,
  onSort,
}: {
  readonly by: SortKey;
  readonly label: string;
  readonly wide: boolean;
  readonly sort: TraceState['sort'];
  readonly onSort: (sort: TraceState['sort']) => void;
}) {
  const isText = by === 'name' || by === 'service';
  const isSorted = sort.by === by;
  // Texts and starts begin with the least, durations with the greatest.
  const first = by === 'durationMs' || by === 'selfMs';
  const next = { by, descending: isSorted ? !sort.descending : first };
  return (
    <button
      type="button"
      aria-pressed={isSorted}
      aria-label={`Sort by ${label.toLowerCase()}${isSorted ? (sort.descending ? ', now greatest first' : ', now least first') : ''}`}
      onClick={() => onSort(next)}
      className={`flex h-full items-center gap-1 hover:text-ink ${isText ? '' : 'justify-end'} ${wide ? 'max-sm:hidden' : ''} ${isSorted ? 'font-medium text-ink' : ''}`}
    >
      {label}
      {isSorted && <span aria-hidden="true">{sort.descending ? '↓' : '↑'}</span>}
    </button>
  );
}
