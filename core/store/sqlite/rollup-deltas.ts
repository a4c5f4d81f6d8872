import type { Outcome } from '../../model/invocation';
import type { InvocationRecord } from './invocation-record';
import { environmentScope, ROLLUP_STEPS } from './rollup-scope';

/** What a batch changes in one rollup row. */
export interface RollupDelta {
  readonly scope: string;
  readonly kind: 'function' | 'environment';
  /** The function's id, or the environment. */
  readonly value: string;
  /** Seconds. */
  readonly step: number;
  /** Seconds since the epoch. */
  readonly start: number;
  invocations: bigint;
  readonly outcomes: Record<Outcome, bigint>;
  coldStarts: bigint;
  durationSumNs: bigint;
  longestAdded: bigint;
  /** -1 when none was removed. */
  longestRemoved: bigint;
  /** Durations with 1 for added and -1 for removed. */
  readonly durations: [durationNs: number, times: number][];
  billedNs: bigint;
  costPicoUsd: bigint;
  unpriced: bigint;
}

const SECOND_NS = 1_000_000_000n;

/** Collects the changes of a batch, so that each rollup row is read and written once. */
export class RollupDeltas {
  private readonly byKey = new Map<string, RollupDelta>();

  count(record: InvocationRecord, sign: 1 | -1): void {
    const second = Number(record.start_ns / SECOND_NS);
    for (const step of ROLLUP_STEPS) {
      const start = Math.floor(second / step) * step;
      change(this.at('function', record.function_id, step, start), record, sign);
      change(this.at('environment', record.environment, step, start), record, sign);
    }
  }

  all(): Iterable<RollupDelta> {
    return this.byKey.values();
  }

  private at(kind: RollupDelta['kind'], value: string, step: number, start: number): RollupDelta {
    const scope = kind === 'function' ? value : environmentScope(value);
    const key = `${start} ${step} ${scope}`;
    const known = this.byKey.get(key);
    if (known) return known;
    const delta: RollupDelta = {
      scope,
      kind,
      value,
      step,
      start,
      invocations: 0n,
      outcomes: { ok: 0n, error: 0n, timeout: 0n, oom: 0n, throttled: 0n },
      coldStarts: 0n,
      durationSumNs: 0n,
      longestAdded: 0n,
      longestRemoved: -1n,
      durations: [],
      billedNs: 0n,
      costPicoUsd: 0n,
      unpriced: 0n,
    };
    this.byKey.set(key, delta);
    return delta;
  }
}

function change(delta: RollupDelta, record: InvocationRecord, sign: 1 | -1): void {
  const by = BigInt(sign);
  const duration = record.duration_ns;
  delta.invocations += by;
  delta.outcomes[record.outcome as Outcome] += by;
  delta.coldStarts += by * (record.cold_start ?? 0n);
  delta.durationSumNs += by * duration;
  delta.durations.push([Number(duration), sign]);
  if (sign === 1 && duration > delta.longestAdded) delta.longestAdded = duration;
  if (sign === -1 && duration > delta.longestRemoved) delta.longestRemoved = duration;
  delta.billedNs += by * (record.billed_ns ?? 0n);
  delta.costPicoUsd += by * (record.cost_pico_usd ?? 0n);
  if (record.cost_pico_usd === null) delta.unpriced += by;
}
