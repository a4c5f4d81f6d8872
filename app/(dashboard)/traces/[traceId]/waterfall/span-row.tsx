'use client';

import { memo } from 'react';
import type { TraceSpanView, TraceView } from '@/core/model/views';
import { CostTip } from '../../../../_components/costs/cost-tip';
import { formatDuration } from '../../../../_components/format/duration';
import { formatMoney } from '../../../../_components/format/money';
import { Badge } from '../../../../_components/ui/badge';
import { Icon } from '../../../../_components/ui/icons';
import { ColdBadge } from '../../../../_components/ui/outcome-badge';
import { spanCostTip } from '../detail/span-cost-tip';
import { ROW_HEIGHT } from '../grid/row-window';
import { rowId } from '../grid/use-span-grid';
import { type Axis, isOnAxis, placeOn } from './axis';
import { COLUMNS } from './columns';

interface SpanRowProps {
  readonly index: number;
  readonly span: TraceSpanView;
  readonly depth: number;
  readonly descendants: number;
  readonly collapsed: boolean;
  readonly active: boolean;
  readonly open: boolean;
  readonly isMatch: boolean;
  readonly color: string;
  readonly initMs: number;
  readonly axis: Axis;
  readonly invocations: TraceView['invocations'];
}

/**
 * One span: its name at its depth, and its bar on the time axis. The grid around it handles clicks and keys, by the
 * row's `data-index` and the button's `data-toggle`.
 */
export const SpanRow = memo(function SpanRow(props: SpanRowProps) {
  const { open, active } = props;
  return (
    <tr
      id={rowId(props.index)}
      data-index={props.index}
      aria-level={props.depth + 1}
      aria-rowindex={props.index + 2}
      aria-selected={open}
      aria-expanded={props.descendants > 0 ? !props.collapsed : undefined}
      style={{ height: ROW_HEIGHT }}
      className={`${COLUMNS} cursor-pointer items-center ${open ? 'bg-brand-soft' : 'hover:bg-hover'} ${active ? 'row-active' : ''}`}
    >
      <td className="flex h-full min-w-0 items-center gap-1.5 border-line border-r pr-2 pl-3">
        <Name {...props} />
      </td>
      <td className="relative h-full">
        <Bar {...props} />
      </td>
    </tr>
  );
});

function Name({ span, depth, descendants, collapsed, isMatch, invocations }: SpanRowProps) {
  return (
    <>
      <span
        aria-hidden="true"
        className="shrink-0"
        style={{ width: `calc(${Math.min(depth, 24)} * var(--indent))` }}
      />
      {descendants > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={collapsed ? `Show ${descendants} spans below` : `Hide ${descendants} spans below`}
          className="-m-1 flex size-6 shrink-0 items-center justify-center rounded text-faint hover:text-ink"
          data-toggle
        >
          <Icon name="chevron" className={`size-3 ${collapsed ? '' : 'rotate-90'}`} />
        </button>
      ) : (
        <span aria-hidden="true" className="w-4 shrink-0" />
      )}
      <span
        title={`${span.service} · ${span.name}`}
        className={`min-w-0 truncate [unicode-bidi:isolate] ${isMatch ? 'match' : ''} ${span.isInvocation ? 'font-medium' : ''} ${span.status === 'error' ? 'text-bad' : 'text-ink'}`}
      >
        {span.name}
      </span>
      {collapsed && <span className="shrink-0 text-faint text-tremor-label">+{descendants}</span>}
      <span className="flex shrink-0 gap-1 max-sm:hidden">
        {span.status === 'error' && <Badge tone="bad">error</Badge>}
        {span.coldStart === true && <ColdBadge />}
      </span>
      {span.status === 'error' && <span className="shrink-0 font-semibold text-bad sm:hidden">!</span>}
      <Notes span={span} invocations={invocations} />
    </>
  );
}

function Notes({ span, invocations }: Pick<SpanRowProps, 'span' | 'invocations'>) {
  const parts = [
    span.logCount > 0 ? `${span.logCount} ${span.logCount === 1 ? 'log' : 'logs'}` : '',
    span.eventCount > 0 ? `${span.eventCount} ${span.eventCount === 1 ? 'event' : 'events'}` : '',
  ].filter(Boolean);
  const cost = spanCostTip(span, invocations);
  if (parts.length === 0 && cost === null) return null;
  return (
    <span className="ml-auto hidden shrink-0 pl-2 text-faint text-tremor-label tabular-nums xl:inline">
      {parts.join(' · ')}
      {parts.length > 0 && cost !== null && ' · '}
      {cost !== null && (
        <CostTip grid lines={cost.lines} notes={cost.notes}>
          {formatMoney(cost.usd)}
        </CostTip>
      )}
    </span>
  );
}

function Bar({ span, color, axis, initMs }: SpanRowProps) {
  const bar = placeOn(axis, span.offsetMs, span.durationMs);
  const init = placeOn(axis, span.offsetMs - initMs, initMs);
  const place = { left: `min(${bar.left}%, 100% - 2px)`, width: `max(2px, ${bar.width}%)` };
  const tooltip = [
    span.name,
    `${formatDuration(span.durationMs)}, of it ${formatDuration(span.selfMs)} in itself`,
    `starts ${formatDuration(span.offsetMs)} into the trace`,
    span.onCriticalPath ? 'on the critical path: shortening it shortens the trace' : '',
    span.skewMs === 0 ? '' : `drawn ${formatDuration(span.skewMs)} later than sent: its clock is behind`,
  ].filter(Boolean);
  if (!isOnAxis(axis, span.offsetMs - initMs, span.durationMs + initMs)) return null;
  const label = labelPlace(bar);
  // Over the stripes of a cold start, figures are not to be read.
  const isOverInit = initMs > 0 && bar.width <= INSIDE_FROM && label.right !== undefined;
  return (
    <>
      {initMs > 0 && (
        <span
          title={`Cold start: the environment took ${formatDuration(initMs)} to start, before the handler`}
          className="init-bar absolute top-1.5 h-4 rounded-l-sm"
          style={{ left: `${init.left}%`, width: `max(2px, ${init.width}%)` }}
        />
      )}
      <span
        title={tooltip.join('\n')}
        className={`absolute top-1.5 h-4 rounded-sm ${span.isInit ? 'init-bar' : ''} ${span.onCriticalPath || span.isInit ? '' : 'opacity-55'}`}
        style={span.isInit ? place : { ...place, background: color }}
      />
      {span.onCriticalPath && (
        <span aria-hidden="true" className="absolute top-[23px] h-0.5 bg-ink" style={place} />
      )}
      <span
        className={`pointer-events-none absolute top-1.5 whitespace-nowrap px-1.5 text-[0.6875rem] leading-4 tabular-nums ${
          bar.width > INSIDE_FROM && span.onCriticalPath && !span.isInit ? 'text-card' : 'text-body'
        } ${isOverInit ? 'bg-card' : ''}`}
        style={label}
      >
        {formatDuration(span.durationMs)}
      </span>
    </>
  );
}

/** Bars wider than this, in percent of the axis, carry their duration inside, also on a phone. */
const INSIDE_FROM = 30;

function labelPlace({ left, width }: { readonly left: number; readonly width: number }): {
  readonly left?: string;
  readonly right?: string;
} {
  const end = left + width;
  if (width > INSIDE_FROM) return { right: `${100 - end}%` };
  return end > 75 ? { right: `${100 - left}%` } : { left: `${end}%` };
}
