import Link from 'next/link';
import type { ReactNode } from 'react';
import type { TraceListView } from '@/core/model/views';
import { CostTip } from '../../_components/costs/cost-tip';
import { formatDuration } from '../../_components/format/duration';
import { formatMoneyExact } from '../../_components/format/money';
import { formatCount, NO_FIGURE } from '../../_components/format/number';
import { Badge } from '../../_components/ui/badge';
import { LINK } from '../../_components/ui/controls';
import { Money } from '../../_components/ui/money';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import type { TRACE_COLUMNS } from './columns';

interface Shown {
  readonly scope: Scope;
  /** Of the traces in the table, milliseconds. */
  readonly longest: number;
  /** Decimals of their costs. */
  readonly places: number;
}

export interface TraceCell {
  readonly align?: 'right';
  readonly grow?: true;
  readonly wideOnly?: true;
  readonly title?: (trace: TraceListView) => string;
  readonly content: (trace: TraceListView, shown: Shown) => ReactNode;
}

/** How each column shows a trace. A phone shows times without the day, so that the duration has room. */
export const TRACE_CELLS: Readonly<Record<(typeof TRACE_COLUMNS)[number]['key'], TraceCell>> = {
  time: {
    content: ({ traceId, startTime }, { scope }) => (
      <Link prefetch={false} href={href(`/traces/${traceId}`, scope)} className={LINK}>
        <span className="max-sm:hidden">
          <Time iso={startTime} style="precise" />
        </span>
        <span className="sm:hidden">
          <Time iso={startTime} style="clock" />
        </span>
      </Link>
    ),
  },
  root: {
    content: ({ traceId, rootName }, { scope }) => (
      <Link
        prefetch={false}
        href={href(`/traces/${traceId}`, scope)}
        className="block max-w-56 truncate text-ink hover:underline max-sm:max-w-32 [unicode-bidi:isolate]"
        title={rootName}
      >
        {rootName || NO_FIGURE}
      </Link>
    ),
  },
  functions: {
    grow: true,
    wideOnly: true,
    title: ({ functions }) => functions.join(', '),
    content: ({ functions }) => <span className="inline-block min-w-24">{functions.join(', ')}</span>,
  },
  duration: {
    content: ({ durationMs }, { longest }) => (
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className="h-1.5 w-10 rounded-full bg-sunken max-sm:hidden">
          <span
            className="block h-1.5 rounded-full bg-brand"
            style={{ width: `${Math.max(2, (durationMs / longest) * 100)}%` }}
          />
        </span>
        <span className="min-w-14 text-right">{formatDuration(durationMs)}</span>
      </span>
    ),
  },
  spans: { align: 'right', wideOnly: true, content: ({ spanCount }) => formatCount(spanCount) },
  errors: {
    content: ({ errorCount }) =>
      errorCount > 0 && (
        <Badge tone="bad">
          {formatCount(errorCount)}
          <span className="sr-only">&nbsp;{errorCount === 1 ? 'error' : 'errors'}</span>
        </Badge>
      ),
  },
  cost: {
    align: 'right',
    wideOnly: true,
    content: ({ costUsd, functions }, { places }) => (
      <CostTip
        lines={[]}
        notes={
          costUsd === null
            ? ['No priced invocation in it']
            : [
                `${formatMoneyExact(costUsd)} at list price`,
                `Of ${functions.join(', ')}, all invocations together: the trace shows each`,
              ]
        }
      >
        <Money usd={costUsd} places={places} />
      </CostTip>
    ),
  },
  id: {
    wideOnly: true,
    content: ({ traceId }, { scope }) => (
      <Link prefetch={false} href={href(`/traces/${traceId}`, scope)} className={LINK}>
        <code className="font-mono text-tremor-label">{traceId}</code>
      </Link>
    ),
  },
};
