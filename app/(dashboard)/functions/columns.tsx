import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FunctionView } from '@/core/model/views';
import { SparkLine } from '../../_components/charts/spark-line';
import type { ColumnName } from '../../_components/columns/chosen-columns';
import { formatDuration } from '../../_components/format/duration';
import { formatMoneyExact } from '../../_components/format/money';
import {
  formatCount,
  formatMemory,
  formatPercent,
  formatWhole,
  NO_FIGURE,
} from '../../_components/format/number';
import { Badge } from '../../_components/ui/badge';
import { LINK } from '../../_components/ui/controls';
import { Money } from '../../_components/ui/money';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { costPerThousand } from '../overview/changed-most';
import type { OrderKey } from './order';
import { warningsOf } from './warnings';

export interface FunctionCellContext {
  readonly scope: Scope;
  /** Of whole minutes, as the figures: the rows that they lead to add up to them. */
  readonly whole: Scope;
  /** Invocations over time. */
  readonly trend: readonly number[] | undefined;
  /** Decimals of each column of amounts. */
  readonly places: { readonly cost: number; readonly per1000: number };
}

export interface FunctionColumn {
  readonly label: string;
  /** What a phone shows in its place. */
  readonly shortLabel?: string;
  readonly align?: 'right';
  readonly hint?: string;
  /** Left out on phones, where the function's own page shows it. */
  readonly wideOnly?: true;
  /** Left out below 1280 px too. */
  readonly roomyOnly?: true;
  /** Null: it cannot order the table. */
  readonly order: OrderKey | null;
  readonly title?: (one: FunctionView) => string | undefined;
  readonly content: (one: FunctionView, context: FunctionCellContext) => ReactNode;
}

const invocations = (
  one: FunctionView,
  scope: Scope,
  params: Readonly<Record<string, string | number | boolean>>,
) => href('/invocations', scope, { functionId: one.id, ...params });

const QUIET_LINK = 'quiet-link';

/** A duration that leads to the invocations that took as long or longer. */
function latency(name: 'p50' | 'p95' | 'p99'): FunctionColumn['content'] {
  return (one, { whole }) => {
    const minDurationMs = one.durationMs[name];
    if (minDurationMs === null) return NO_FIGURE;
    return (
      <Link prefetch={false} href={invocations(one, whole, { minDurationMs })} className={QUIET_LINK}>
        {formatDuration(minDurationMs)}
      </Link>
    );
  };
}

/** Every column of the table of functions, in its order. */
const FUNCTION_COLUMNS = {
  name: {
    label: 'Function',
    order: 'name',
    content: (one, { scope }) => (
      <>
        <Link
          prefetch={false}
          href={href(`/functions/${one.id}`, scope)}
          className={`${LINK} inline-block max-w-52 truncate align-bottom max-sm:max-w-26`}
          title={one.name}
        >
          {one.name}
        </Link>
        {one.environment !== '' && scope.environment === undefined && (
          <span className="ml-2 text-faint text-tremor-label max-2xl:ml-0 max-2xl:block">
            {one.environment}
          </span>
        )}
      </>
    ),
  },
  provider: {
    label: 'Provider',
    wideOnly: true,
    order: 'provider',
    title: (one) => one.accountId || undefined,
    content: (one) => one.provider || NO_FIGURE,
  },
  region: { label: 'Region', wideOnly: true, order: 'region', content: (one) => one.region || NO_FIGURE },
  runtime: { label: 'Runtime', wideOnly: true, order: 'runtime', content: (one) => one.runtime ?? NO_FIGURE },
  architecture: {
    label: 'Arch.',
    wideOnly: true,
    order: 'architecture',
    content: (one) => one.architecture ?? NO_FIGURE,
  },
  memory: {
    label: 'Memory',
    align: 'right',
    wideOnly: true,
    order: 'memory',
    content: (one) => formatMemory(one.memoryMb),
  },
  timeout: {
    label: 'Timeout',
    align: 'right',
    wideOnly: true,
    order: 'timeout',
    title: (one) => (one.timeoutMs === null ? "Comes from the platform's reports or the wrapper" : undefined),
    content: (one) => formatDuration(one.timeoutMs),
  },
  version: {
    label: 'Version',
    wideOnly: true,
    order: 'version',
    content: (one) => (
      <span className="inline-block max-w-28 truncate align-bottom" title={one.version ?? undefined}>
        {one.version ?? NO_FIGURE}
      </span>
    ),
  },
  invocations: {
    label: 'Invocations',
    shortLabel: 'Inv.',
    align: 'right',
    order: 'invocations',
    title: (one) => formatWhole(one.invocations),
    content: (one, { whole }) => (
      <Link prefetch={false} href={invocations(one, whole, {})} className={QUIET_LINK}>
        {formatCount(one.invocations)}
      </Link>
    ),
  },
  trend: {
    label: 'Trend',
    wideOnly: true,
    order: null,
    content: (_, { trend }) => (
      <span className="block w-20">
        <SparkLine values={trend ?? []} />
      </span>
    ),
  },
  errors: {
    label: 'Errors',
    align: 'right',
    hint: 'Share of invocations that failed',
    order: 'errors',
    title: (one) => (one.invocations === 0 ? undefined : `${formatWhole(one.errors)} failed`),
    content: (one, { whole }) =>
      one.errors === 0 ? (
        formatPercent(one.errorRate)
      ) : (
        <Link
          prefetch={false}
          href={invocations(one, whole, { failed: true })}
          className="font-medium text-bad hover:underline"
        >
          {formatPercent(one.errorRate)}
        </Link>
      ),
  },
  throttles: {
    label: 'Throttled',
    align: 'right',
    hint: 'What the platform refused to run, where it tells; what it only counts has no rows',
    wideOnly: true,
    order: 'throttles',
    title: (one) => (one.throttles === null ? "Comes from the platform's metrics" : undefined),
    content: (one, { whole }) =>
      one.throttles === 0 || one.throttles !== one.outcomes.throttled ? (
        formatCount(one.throttles)
      ) : (
        <Link
          prefetch={false}
          href={invocations(one, whole, { outcome: 'throttled' })}
          className="font-medium text-bad hover:underline"
        >
          {formatCount(one.throttles)}
        </Link>
      ),
  },
  p50: { label: 'p50', align: 'right', roomyOnly: true, order: 'p50', content: latency('p50') },
  p95: { label: 'p95', align: 'right', order: 'p95', content: latency('p95') },
  p99: { label: 'p99', align: 'right', wideOnly: true, order: 'p99', content: latency('p99') },
  cold: {
    label: 'Cold',
    align: 'right',
    hint: 'Share of invocations that were cold starts',
    wideOnly: true,
    order: 'cold',
    title: (one) => (one.invocations === 0 ? undefined : `${formatWhole(one.coldStarts)} cold starts`),
    content: (one, { whole }) => (
      <Link prefetch={false} href={invocations(one, whole, { coldStart: true })} className={QUIET_LINK}>
        {formatPercent(one.coldStartRate)}
      </Link>
    ),
  },
  memoryUsed: {
    label: 'Mem. used',
    align: 'right',
    hint: 'Most memory used, of what was allotted',
    roomyOnly: true,
    order: 'memoryUsed',
    title: (one) =>
      one.memoryShare.max === null ? "Comes from the platform's reports or the wrapper" : undefined,
    content: (one) => formatPercent(one.memoryShare.max),
  },
  cost: {
    label: 'Cost',
    align: 'right',
    order: 'cost',
    title: (one) => (one.costUsd === null ? 'Could not be priced' : formatMoneyExact(one.costUsd)),
    content: (one, { whole, places }) => (
      <Link prefetch={false} href={href('/costs', whole, { functionId: one.id })} className={QUIET_LINK}>
        <Money usd={one.costUsd} places={places.cost} />
      </Link>
    ),
  },
  per1000: {
    label: 'Per 1,000',
    align: 'right',
    hint: 'Cost of 1,000 invocations',
    roomyOnly: true,
    order: 'per1000',
    content: (one, { places }) => <Money usd={costPerThousand(one)} places={places.per1000} />,
  },
  warnings: {
    label: 'Warnings',
    wideOnly: true,
    order: null,
    content: (one, { scope, whole }) => (
      <span className="flex flex-wrap gap-1 whitespace-normal">
        {warningsOf(one)
          .slice(0, 3)
          .map(({ label, hint, tone, params }) => (
            <Link
              key={label}
              prefetch={false}
              href={params === null ? href(`/functions/${one.id}`, scope) : invocations(one, whole, params)}
            >
              <Badge tone={tone} title={hint}>
                {label}
              </Badge>
            </Link>
          ))}
      </span>
    ),
  },
} as const satisfies Record<string, FunctionColumn>;

export type FunctionColumnKey = keyof typeof FUNCTION_COLUMNS;

const KEYS = Object.keys(FUNCTION_COLUMNS) as FunctionColumnKey[];

export const FUNCTION_COLUMN_NAMES: readonly ColumnName[] = KEYS.map((key) => ({
  key,
  label: FUNCTION_COLUMNS[key].label,
}));

export const USUAL_FUNCTION_COLUMNS: readonly FunctionColumnKey[] = [
  'name',
  'invocations',
  'trend',
  'errors',
  'p50',
  'p95',
  'p99',
  'cold',
  'memoryUsed',
  'cost',
  'per1000',
  'warnings',
];

/** Those columns, in the table's order. */
export function functionColumns(
  chosen: readonly string[],
): readonly (FunctionColumn & { readonly key: FunctionColumnKey })[] {
  return KEYS.filter((key) => chosen.includes(key)).map((key) => ({ key, ...FUNCTION_COLUMNS[key] }));
}
