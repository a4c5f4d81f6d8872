import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FunctionView } from '@/core/model/views';
import { formatDuration } from '../_components/format/duration';
import { mostPlaces } from '../_components/format/money';
import { formatCount, formatPercent } from '../_components/format/number';
import { Card } from '../_components/ui/card';
import { MORE_LINK } from '../_components/ui/controls';
import { Money } from '../_components/ui/money';
import { href } from '../_components/url/href';
import type { Scope } from '../_components/url/scope';

interface Ranking {
  readonly title: string;
  readonly sort: string;
  /** What the bar's length says; null or 0 leaves the function out. */
  readonly figure: (one: FunctionView) => number | null;
  /** `places`: decimals of the costs of the list. */
  readonly text: (one: FunctionView, places: number) => ReactNode;
  /** The rows that the figure is made of. */
  readonly rows: (one: FunctionView, scope: Scope) => string;
  readonly color: string;
  readonly none: string;
}

const RANKINGS: readonly Ranking[] = [
  {
    title: 'Most errors',
    sort: 'errors',
    figure: (one) => one.errors,
    text: (one) => `${formatCount(one.errors)} · ${formatPercent(one.errorRate)}`,
    rows: ({ id }, scope) => href('/invocations', scope, { functionId: id, failed: true }),
    color: 'var(--c-error)',
    none: 'No function failed',
  },
  {
    title: 'Slowest by p95',
    sort: 'p95',
    figure: (one) => one.durationMs.p95,
    text: (one) => formatDuration(one.durationMs.p95),
    rows: ({ id, durationMs }, scope) =>
      href('/invocations', scope, { functionId: id, minDurationMs: durationMs.p95 }),
    color: 'var(--c-p95)',
    none: 'Nothing was invoked',
  },
  {
    title: 'Most expensive',
    sort: 'cost',
    figure: (one) => (one.costUsd === null ? null : Number(one.costUsd)),
    text: (one, places) => <Money usd={one.costUsd} places={places} />,
    rows: ({ id }, scope) => href('/costs', scope, { functionId: id }),
    color: 'var(--c-cost)',
    none: 'Nothing was priced',
  },
];

/** The five functions that lead in errors, latency and cost. */
export function TopFunctions({
  functions,
  labels,
  scope,
  whole,
}: {
  readonly functions: readonly FunctionView[];
  /** What they are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Scope;
  /** Of whole minutes, as the figures: the rows add up to them. */
  readonly whole: Scope;
}) {
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      {RANKINGS.map((ranking) => (
        <Card
          key={ranking.title}
          title={ranking.title}
          aside={
            <Link
              prefetch={false}
              href={href('/functions', scope, { sort: ranking.sort })}
              className={MORE_LINK}
            >
              All functions
            </Link>
          }
        >
          <RankingList ranking={ranking} functions={functions} labels={labels} scope={scope} whole={whole} />
        </Card>
      ))}
    </div>
  );
}

function RankingList({
  ranking,
  functions,
  labels,
  scope,
  whole,
}: {
  readonly ranking: Ranking;
  readonly functions: readonly FunctionView[];
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Scope;
  readonly whole: Scope;
}) {
  const top = functions
    .flatMap((one) => {
      const size = ranking.figure(one) ?? 0;
      return size > 0 ? [{ one, size }] : [];
    })
    .sort((a, b) => b.size - a.size)
    .slice(0, 5);
  if (top.length === 0) return <p className="py-6 text-center text-faint">{ranking.none}</p>;
  const places = mostPlaces(top.map(({ one }) => one.costUsd));
  const largest = top[0]?.size ?? 1;
  return (
    <ol className="flex flex-col gap-2.5">
      {top.map(({ one, size }) => (
        <li key={one.id}>
          <div className="flex items-baseline justify-between gap-3">
            <Link
              prefetch={false}
              href={href(`/functions/${one.id}`, scope)}
              className="min-w-0 truncate text-ink hover:text-brand-strong hover:underline"
            >
              {labels.get(one.id) ?? one.name}
            </Link>
            <Link
              prefetch={false}
              href={ranking.rows(one, whole)}
              className="whitespace-nowrap tabular-nums hover:text-brand-strong hover:underline"
            >
              {ranking.text(one, places)}
            </Link>
          </div>
          <div aria-hidden="true" className="mt-1 h-1 rounded-full bg-sunken">
            <div
              className="h-1 rounded-full"
              style={{ width: `${Math.max(2, (size / largest) * 100)}%`, background: ranking.color }}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}
