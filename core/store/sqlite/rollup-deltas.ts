import { OUTCOMES, type Outcome } from '../../model/invocation';
import { NO_COSTS } from '../derive/cost-columns';
import type { InvocationRecord } from './invocation-record';
import { environmentScope, ROLLUP_STEPS, variantScope } from './rollup-scope';
import { later } from './values';

/** What a batch changes in one rollup row. */
export interface RollupDelta {
  readonly scope: string;
  readonly kind: 'function' | 'environment' | 'variant';
  /** The function's id, the environment, or the variant's number. */
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
  /** The same of the times that environments took to start, and of shares of memory in millionths. */
  readonly inits: [initNs: number, times: number][];
  readonly memory: [millionths: number, times: number][];
  billedNs: bigint;
  costPicoUsd: bigint;
  unpriced: bigint;
  /** Executions that the platform reported; of them those with a span. */
  reported: bigint;
  received: bigint;
  /** In the order of COST_COLUMNS. */
  costs: readonly bigint[];
}

const SECOND_NS = 1_000_000_000n;
const [FINEST, ...COARSER] = ROLLUP_STEPS;

/** Collects the changes of a batch, so that each rollup row is read and written once. */
export class RollupDeltas {
  private readonly minutes = new Map<string, RollupDelta>();

  count(record: InvocationRecord, variantNo: number, costs: readonly bigint[], sign: 1 | -1): void {
    const minute = Math.floor(Number(record.start_ns / SECOND_NS) / FINEST) * FINEST;
    const { function_id, environment } = record;
    const add = (scope: string, kind: RollupDelta['kind'], value: string) =>
      change(deltaAt(this.minutes, { scope, kind, value }, FINEST, minute), record, costs, sign);
    add(function_id, 'function', function_id);
    add(environmentScope(environment), 'environment', environment);
    add(variantScope(variantNo), 'variant', String(variantNo));
  }

  /** Those of every step, the finest first. */
  *all(): Generator<RollupDelta> {
    yield* this.minutes.values();
    for (const step of COARSER) {
      const deltas = new Map<string, RollupDelta>();
      for (const minute of this.minutes.values()) {
        const start = Math.floor(minute.start / step) * step;
        add(deltaAt(deltas, minute, step, start), minute);
      }
      yield* deltas.values();
    }
  }
}

function deltaAt(
  deltas: Map<string, RollupDelta>,
  { scope, kind, value }: Pick<RollupDelta, 'scope' | 'kind' | 'value'>,
  step: number,
  start: number,
): RollupDelta {
  const key = `${start} ${scope}`;
  const known = deltas.get(key);
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
    inits: [],
    memory: [],
    billedNs: 0n,
    costPicoUsd: 0n,
    unpriced: 0n,
    reported: 0n,
    received: 0n,
    costs: NO_COSTS,
  };
  deltas.set(key, delta);
  return delta;
}

function change(delta: RollupDelta, record: InvocationRecord, costs: readonly bigint[], sign: 1 | -1): void {
  const by = BigInt(sign);
  const duration = record.duration_ns;
  delta.invocations += by;
  delta.outcomes[record.outcome as Outcome] += by;
  if (record.cold_start === 1n) delta.coldStarts += by;
  delta.durationSumNs += by * duration;
  delta.durations.push([Number(duration), sign]);
  const { initNs, memoryMillionths } = partsOf(record);
  if (initNs !== null) delta.inits.push([initNs, sign]);
  if (memoryMillionths !== null) delta.memory.push([memoryMillionths, sign]);
  if (sign === 1 && duration > delta.longestAdded) delta.longestAdded = duration;
  if (sign === -1 && duration > delta.longestRemoved) delta.longestRemoved = duration;
  if (record.billed_ns !== null) delta.billedNs += by * record.billed_ns;
  if (record.cost_pico_usd === null) delta.unpriced += by;
  else delta.costPicoUsd += by * record.cost_pico_usd;
  delta.costs = plus(delta.costs, costs, by);
  if (record.execution === null) return;
  delta.reported += by;
  if (record.source !== 'platform') delta.received += by;
}

function add(delta: RollupDelta, other: RollupDelta): void {
  delta.invocations += other.invocations;
  for (const outcome of OUTCOMES) delta.outcomes[outcome] += other.outcomes[outcome];
  delta.coldStarts += other.coldStarts;
  delta.durationSumNs += other.durationSumNs;
  for (const duration of other.durations) delta.durations.push(duration);
  for (const init of other.inits) delta.inits.push(init);
  for (const share of other.memory) delta.memory.push(share);
  delta.longestAdded = later(delta.longestAdded, other.longestAdded);
  delta.longestRemoved = later(delta.longestRemoved, other.longestRemoved);
  delta.billedNs += other.billedNs;
  delta.costPicoUsd += other.costPicoUsd;
  delta.unpriced += other.unpriced;
  delta.reported += other.reported;
  delta.received += other.received;
  delta.costs = plus(delta.costs, other.costs, 1n);
}

/** What the histograms beside that of durations count of an invocation; null where it is not known. */
function partsOf({ init_duration_ms, max_memory_used_mb, memory_mb }: InvocationRecord) {
  const knowsMemory = max_memory_used_mb !== null && memory_mb !== null && memory_mb > 0n;
  return {
    initNs: init_duration_ms === null ? null : Math.round(init_duration_ms * 1e6),
    memoryMillionths: knowsMemory ? Math.round((max_memory_used_mb / Number(memory_mb)) * 1e6) : null,
  };
}

function plus(sums: readonly bigint[], more: readonly bigint[], by: bigint): readonly bigint[] {
  return sums.map((sum, index) => sum + by * (more[index] ?? 0n));
}
