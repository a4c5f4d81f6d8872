import type { FunctionView, TotalsView } from '@/core/model/views';

export interface FunctionChange {
  readonly kind: 'failing' | 'slower' | 'costlier';
  readonly one: FunctionView;
  readonly before: number;
  readonly now: number;
  /** How grave it is beside others. */
  readonly weight: number;
}

/** Fewer invocations say little about shares and percentiles. */
const FEWEST = 20;
const FEWEST_FAILED = 3;
const SMALLEST_RISE = 0.01;
const SMALLEST_GROWTH = 1.2;

/** Functions that fail more, are slower or cost more for an invocation than in the period before; the gravest first. */
export function changedMost(
  current: readonly FunctionView[],
  previous: readonly FunctionView[],
  limit: number,
): readonly FunctionChange[] {
  const before = new Map(previous.map((one) => [one.id, one]));
  return current
    .flatMap((one) => {
      const then = before.get(one.id);
      if (!then || one.invocations < FEWEST || then.invocations < FEWEST) return [];
      return [failing(one, then), slower(one, then), costlier(one, then)].filter((change) => change !== null);
    })
    .sort((a, b) => b.weight - a.weight || (a.one.name < b.one.name ? -1 : 1))
    .slice(0, limit);
}

function failing(one: FunctionView, then: FunctionView): FunctionChange | null {
  const [now, before] = [one.errorRate ?? 0, then.errorRate ?? 0];
  const rise = now - before;
  if (rise < SMALLEST_RISE || one.errors - before * one.invocations < FEWEST_FAILED) return null;
  // A share that rises by a tenth is about as grave as a figure that doubles.
  return { kind: 'failing', one, before, now, weight: rise * 10 };
}

function slower(one: FunctionView, then: FunctionView): FunctionChange | null {
  return grown('slower', one, then.durationMs.p95, one.durationMs.p95);
}

function costlier(one: FunctionView, then: FunctionView): FunctionChange | null {
  return grown('costlier', one, costPerThousand(then), costPerThousand(one));
}

function grown(
  kind: FunctionChange['kind'],
  one: FunctionView,
  before: number | null,
  now: number | null,
): FunctionChange | null {
  if (before === null || now === null || before <= 0 || now / before < SMALLEST_GROWTH) return null;
  return { kind, one, before, now, weight: now / before - 1 };
}

/** What a thousand of its priced invocations cost, in USD; null when none was priced. */
export function costPerThousand({ costUsd, invocations, unpricedInvocations }: TotalsView): number | null {
  const priced = invocations - unpricedInvocations;
  return costUsd === null || priced <= 0 ? null : (Number(costUsd) / priced) * 1000;
}
