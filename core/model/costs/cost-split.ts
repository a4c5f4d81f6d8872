import type { Price, UnpricedInvocation } from '../invocation';
import type { PicoUsd } from '../money';
import { compare } from '../order';
import { shareOut } from './share-out';

/**
 * What the cost of invocations was spent on. `request`: the fee per execution. `work`: the function's own code, and what
 * platforms round up. `waiting`: handlers that only waited for others. `init`: cold starts. `telemetry`: the cost of
 * observing. `untraced`: executions reported only by the platform, so that nobody knows what they did.
 */
export const COST_LINES = ['work', 'waiting', 'init', 'telemetry', 'request', 'untraced'] as const;
export type CostLine = (typeof COST_LINES)[number];

/** What an invocation paid for waiting for one dependency. */
export interface CostOfWaiting {
  /** As from `dependencyOf`; '' stands for all that are not told apart. */
  readonly dependency: string;
  readonly waitedNs: number;
  readonly cost: PicoUsd;
}

/** The cost of one invocation, in parts that add up to it exactly. */
export interface CostSplit {
  readonly lines: Readonly<Record<CostLine, PicoUsd>>;
  /** Adds up to `lines.waiting`; sorted by name. */
  readonly waiting: readonly CostOfWaiting[];
  /** Whether the sender said that this is a repeated attempt. */
  readonly isRetry: boolean;
}

/** How an invocation spent its time, according to its spans. */
export interface TimeSpent {
  /** Nanoseconds that the handler spent waiting, by dependency; integers. */
  readonly waitingNs: ReadonlyMap<string, number>;
  /** How long loading the wrapper took during the init, and its last flush, as reported by it; 0 when unknown. */
  readonly loadMs: number;
  readonly flushMs: number;
  readonly isRetry: boolean;
}

/** An invocation's longest waits are told apart; all others are combined. */
export const MOST_DEPENDENCIES_OF_INVOCATION = 16;

/**
 * Splits the cost of an invocation; null when it has none. Charges for wall-clock time are divided in proportion to the billed
 * time: billed init, waiting, and the rest, which is work. A wrapper's flush counts to the extent that the billed time exceeds
 * the handler's span. Charges for CPU time are all work, because waiting costs nothing there.
 */
export function splitCost(
  invocation: Pick<UnpricedInvocation, 'durationNs' | 'initDurationMs' | 'source'>,
  price: Price,
  spent: TimeSpent,
): CostSplit | null {
  const { cost, billedDurationMs } = price;
  if (cost === null) return null;
  const basis = price.basis ?? { request: 0n, time: cost, cpu: 0n, initMs: 0 };
  const durationNs = Number(invocation.durationNs);
  const billedNs = billedDurationMs === null ? durationNs + toNs(basis.initMs) : toNs(billedDurationMs);
  // More may be billed beyond the handler than its init.
  const initMs = Math.min(basis.initMs, invocation.initDurationMs ?? basis.initMs);
  const initNs = Math.min(toNs(initMs), billedNs);
  const handlerNs = billedNs - initNs;
  // Where less than the span is billed, such as a share of an instance's time, waiting shrinks in proportion.
  const scale = durationNs > handlerNs ? handlerNs / durationNs : 1;

  const loadNs = Math.min(toNs(spent.loadMs), initNs);
  const flushNs = Math.min(toNs(spent.flushMs), Math.max(0, handlerNs - durationNs));
  const waits = longestWaits(spent.waitingNs).map(({ dependency, waitedNs }) => ({
    dependency,
    waitedNs: Math.floor(waitedNs * scale),
  }));
  const waitedNs = waits.reduce((sum, wait) => sum + wait.waitedNs, 0);
  const restNs = Math.max(0, handlerNs - flushNs - waitedNs);
  const weights = [initNs - loadNs, loadNs + flushNs];
  for (const wait of waits) weights.push(wait.waitedNs);
  weights.push(restNs);
  const shares = shareOut(basis.time, weights);
  const rest = (shares[weights.length - 1] ?? 0n) + basis.cpu;
  const waiting: CostOfWaiting[] = [];
  let waitingCost = 0n;
  for (const [index, { dependency, waitedNs }] of waits.entries()) {
    const cost = shares[index + 2] ?? 0n;
    if (cost === 0n) continue;
    waiting.push({ dependency, waitedNs, cost });
    waitingCost += cost;
  }
  const isSeen = invocation.source !== 'platform';
  return {
    lines: {
      work: isSeen ? rest : 0n,
      waiting: waitingCost,
      init: shares[0] ?? 0n,
      telemetry: shares[1] ?? 0n,
      request: basis.request,
      untraced: isSeen ? 0n : rest,
    },
    waiting,
    isRetry: spent.isRetry,
  };
}

function longestWaits(waitingNs: ReadonlyMap<string, number>): { dependency: string; waitedNs: number }[] {
  const all = Array.from(waitingNs, ([dependency, waitedNs]) => ({ dependency, waitedNs }));
  const byName = (list: typeof all) => list.sort((a, b) => compare(a.dependency, b.dependency));
  if (all.length <= MOST_DEPENDENCIES_OF_INVOCATION) return byName(all);
  const named = all
    .filter(({ dependency }) => dependency !== '')
    .sort((a, b) => b.waitedNs - a.waitedNs || compare(a.dependency, b.dependency))
    .slice(0, MOST_DEPENDENCIES_OF_INVOCATION - 1);
  const sum = (list: typeof all) => list.reduce((total, { waitedNs }) => total + waitedNs, 0);
  return byName([...named, { dependency: '', waitedNs: sum(all) - sum(named) }]);
}

function toNs(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}
