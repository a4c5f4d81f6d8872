'use client';

import { Fragment, useMemo } from 'react';
import type { TraceView } from '@/core/model/views';
import type { SpanRow as Row } from '../grid/rows';
import { useSpanGrid } from '../grid/use-span-grid';
import type { SpanViewProps } from '../state/view-props';
import { type Axis, initDurations } from './axis';
import { AxisHeader } from './axis-header';
import { SpanRow } from './span-row';

interface WaterfallProps extends SpanViewProps {
  readonly trace: TraceView;
  readonly rows: readonly Row[];
  readonly axis: Axis;
  readonly onToggle: (spanId: string) => void;
}

/** A trace as nested bars on one time axis; the chosen span opens under its bar. */
export function Waterfall({ trace, rows, axis, matches, colors, panel, ...grid }: WaterfallProps) {
  const inits = useMemo(() => initDurations(trace), [trace]);
  const { body, view, activeIndex, openIndex, onPanelHeight, handlers } = useSpanGrid({ ...grid, rows });
  // A table whose rows nest, as in the ARIA guide's pattern; the lint rules know flat tables only.
  const tree = {
    role: 'treegrid',
    'aria-label': 'Spans of the trace',
    'aria-rowcount': rows.length + 1,
    tabIndex: 0,
    ...handlers,
  };
  return (
    <table {...tree} className="waterfall block outline-none">
      <AxisHeader axis={axis} />
      <tbody ref={body} className="block" style={{ paddingTop: view.before, paddingBottom: view.after }}>
        {rows.slice(view.first, view.last).map((row, offset) => {
          const index = view.first + offset;
          const { span } = row;
          return (
            <Fragment key={`${index}-${span.spanId}`}>
              <SpanRow
                index={index}
                span={span}
                depth={row.depth}
                descendants={row.descendants}
                collapsed={row.collapsed}
                active={index === activeIndex}
                open={index === openIndex}
                isMatch={matches.has(span.spanId)}
                color={colors.get(span.service) ?? 'var(--s-1)'}
                initMs={inits.get(span.spanId) ?? 0}
                axis={axis}
                invocations={trace.invocations}
              />
              {index === openIndex && panel(span, onPanelHeight)}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
