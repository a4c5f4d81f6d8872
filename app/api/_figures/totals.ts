import { expect } from 'vitest';
import { formatPicoUsd, parsePicoUsd } from '@/core/model/money';
import type { TimeRange } from '@/core/model/time-range';
import type { InvocationView } from '@/core/model/views';
import { invocations, type Params, valuesAt } from './ask';

type Rows = readonly InvocationView[];

interface Figure {
  /** What the list is narrowed to, to see the rows behind it. */
  readonly narrowing: Params;
  readonly of: (rows: Rows) => unknown;
  /** Percentiles are within 1 %. */
  readonly isNear?: boolean;
}

const count = (narrowing: Params = {}): Figure => ({ narrowing, of: (rows) => rows.length });
const share = (isIt: (row: InvocationView) => boolean): Figure => ({
  narrowing: {},
  of: (rows) => (rows.length === 0 ? null : rows.filter(isIt).length / rows.length),
});

/** The value below which that share of the values lies, as the histogram ranks them. */
function quantile(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? null;
}

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
const rank = (of: (row: InvocationView) => number | null, q: number, narrowing: Params = {}): Figure => ({
  narrowing,
  isNear: true,
  of: (rows) => quantile(known(rows.map(of)), q),
});
const duration = ({ durationMs }: InvocationView) => durationMs;
const init = ({ initDurationMs }: InvocationView) => initDurationMs;
const memory = ({ memoryMb, maxMemoryUsedMb }: InvocationView) =>
  memoryMb === null || maxMemoryUsedMb === null ? null : maxMemoryUsedMb / memoryMb;

/** What the invocations cost together, to the last digit; null when none could be priced. */
export function costOf(rows: Rows): string | null {
  const priced = rows.flatMap(({ costUsd }) => (costUsd === null ? [] : [parsePicoUsd(costUsd)]));
  if (priced.length === 0 && rows.length > 0) return null;
  return formatPicoUsd(priced.reduce((sum, cost) => sum + cost, 0n));
}

/** Each figure of a period by its path, with the rows that it leads to. */
export const TOTALS: Readonly<Record<string, Figure>> = {
  invocations: count(),
  errors: count({ failed: true }),
  errorRate: share(({ outcome }) => outcome !== 'ok'),
  'outcomes.ok': count({ outcome: 'ok' }),
  'outcomes.error': count({ outcome: 'error' }),
  'outcomes.timeout': count({ outcome: 'timeout' }),
  'outcomes.oom': count({ outcome: 'oom' }),
  'outcomes.throttled': count({ outcome: 'throttled' }),
  timeouts: count({ outcome: 'timeout' }),
  ooms: count({ outcome: 'oom' }),
  coldStarts: count({ coldStart: true }),
  coldStartRate: share(({ coldStart }) => coldStart === true),
  'durationMs.avg': {
    narrowing: {},
    isNear: true,
    of: (rows) =>
      rows.length === 0 ? null : rows.reduce((sum, row) => sum + row.durationMs, 0) / rows.length,
  },
  'durationMs.p50': rank(duration, 0.5),
  'durationMs.p95': rank(duration, 0.95),
  'durationMs.p99': rank(duration, 0.99),
  'durationMs.max': rank(duration, 1),
  'initMs.p50': rank(init, 0.5, { coldStart: true }),
  'initMs.p95': rank(init, 0.95, { coldStart: true }),
  'memoryShare.p50': rank(memory, 0.5),
  'memoryShare.max': rank(memory, 1),
  costUsd: { narrowing: {}, of: costOf },
  unpricedInvocations: {
    narrowing: {},
    of: (rows) => rows.filter(({ costUsd }) => costUsd === null).length,
  },
  // Nobody told of throttles or of executions without a span: no figure, not 0.
  throttles: { narrowing: {}, of: () => null },
  'coverage.expected': { narrowing: {}, of: () => undefined },
  'coverage.received': { narrowing: {}, of: () => undefined },
};

function isWithin({ fromMs, toMs }: TimeRange) {
  return ({ startTime }: InvocationView) => Date.parse(startTime) >= fromMs && Date.parse(startTime) < toMs;
}

/** Holds one figure of each of these periods against the rows that its parameters find. */
export async function checkTotals(
  name: string,
  periods: readonly { readonly figures: unknown; readonly rows: Params; readonly within?: TimeRange }[],
): Promise<void> {
  const figure = TOTALS[name];
  if (!figure) throw new Error(`${name} has no rows`);
  expect(periods.length).toBeGreaterThan(0);
  for (const { figures, rows, within } of periods) {
    const [shown] = valuesAt(figures, name);
    const found = await invocations({ ...rows, ...figure.narrowing });
    const expected = figure.of(within === undefined ? found : found.filter(isWithin(within)));
    if (figure.isNear && typeof expected === 'number') {
      expect(shown, JSON.stringify(rows)).toBeGreaterThanOrEqual(expected * 0.989);
      expect(shown, JSON.stringify(rows)).toBeLessThanOrEqual(expected * 1.011);
    } else expect(shown, JSON.stringify(rows)).toEqual(expected);
  }
}
