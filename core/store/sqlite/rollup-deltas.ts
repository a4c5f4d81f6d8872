import { bucketOf } from '../../model/histogram';
import { OUTCOMES, type Outcome } from '../../model/invocation';
import { COST_COLUMNS } from '../derive/cost-columns';
import type { InvocationRecord } from './invocation-record';
import { environmentScope, ROLLUP_STEPS, variantScope } from './rollup-scope';
import { later } from './values';

/** The columns of a rollup row that are sums. `reported`: executions of which the platform told; `received`: of them those with a span. */
export const SUMMED = [
  'invocations',
  ...OUTCOMES,
  'cold_starts',
  'duration_sum_ns',
  'billed_ns',
  'cost_pico_usd',
  'unpriced',
  'reported',
  'received',
  ...COST_COLUMNS,
] as const;

const FIRST_OUTCOME = SUMMED.indexOf('ok');
const COLD_STARTS = SUMMED.indexOf('cold_starts');
const DURATION_SUM = SUMMED.indexOf('duration_sum_ns');
const BILLED = SUMMED.indexOf('billed_ns');
const COST = SUMMED.indexOf('cost_pico_usd');
const UNPRICED = SUMMED.indexOf('unpriced');
const REPORTED = SUMMED.indexOf('reported');
const RECEIVED = SUMMED.indexOf('received');
const FIRST_COST = SUMMED.indexOf(COST_COLUMNS[0]);

interface RowName {
  readonly scope: string;
  readonly kind: 'function' | 'environment' | 'variant';
  /** The function's id, the environment, or the variant's number. */
  readonly value: string;
  readonly environment: string;
  /** Seconds. */
  readonly step: number;
  /** Seconds since the epoch. */
  readonly start: number;
}

/** What is counted, and taken out, of some invocations. */
interface Counted {
  /** In the order of SUMMED. */
  readonly sums: readonly bigint[];
  readonly longestAdded: bigint;
  /** -1 when none was removed. */
  readonly longestRemoved: bigint;
  /** Buckets of durations, each followed by 1 for added or -1 for removed. */
  readonly durations: readonly number[];
  /** The same of the times that environments took to start, and of shares of memory in millionths. */
  readonly inits: readonly number[];
  readonly memory: readonly number[];
}

/** What a batch changes in one rollup row. */
export interface RollupDelta extends RowName, Counted {}

/** What a batch changes about a variant in one minute. */
interface VariantDelta extends RollupDelta {
  readonly functionId: string;
  readonly sums: bigint[];
  longestAdded: bigint;
  longestRemoved: bigint;
  readonly durations: number[];
  readonly inits: number[];
  readonly memory: number[];
}

const SECOND_NS = 1_000_000_000n;
const [FINEST, ...COARSER] = ROLLUP_STEPS;

/**
 * Collects the changes of a batch, so that each rollup row is read and written once. An invocation is counted once, for its
 * variant and minute; all other rows are sums.
 */
export class RollupDeltas {
  private readonly variants = new Map<string, VariantDelta>();

  count(record: InvocationRecord, variantNo: number, costs: readonly bigint[], sign: 1 | -1): void {
    const minute = Math.floor(Number(record.start_ns / SECOND_NS) / FINEST) * FINEST;
    const key = `${minute} ${variantNo}`;
    let delta = this.variants.get(key);
    if (delta === undefined) {
      delta = newDelta(record, variantNo, minute);
      this.variants.set(key, delta);
    }
    change(delta, record, costs, sign);
  }

  /** Those of every step, the finest first. */
  *all(): Generator<RollupDelta> {
    const variants = [...this.variants.values()];
    const functions = summed(variants, ({ functionId, environment, step, start }) => {
      return { scope: functionId, kind: 'function', value: functionId, environment, step, start };
    });
    const environments = summed(functions, ({ environment, step, start }) => {
      const scope = environmentScope(environment);
      return { scope, kind: 'environment', value: environment, environment, step, start };
    });
    let finer: readonly RollupDelta[] = [...functions, ...environments, ...variants];
    yield* finer;
    for (const step of COARSER) {
      finer = summed(finer, ({ scope, kind, value, environment, start: from }) => {
        const start = Math.floor(from / step) * step;
        return { scope, kind, value, environment, step, start };
      });
      yield* finer;
    }
  }
}

function newDelta({ function_id, environment }: InvocationRecord, no: number, start: number): VariantDelta {
  return {
    scope: variantScope(no),
    kind: 'variant',
    value: String(no),
    step: FINEST,
    start,
    functionId: function_id,
    environment,
    sums: SUMMED.map(() => 0n),
    longestAdded: 0n,
    longestRemoved: -1n,
    durations: [],
    inits: [],
    memory: [],
  };
}

function change(delta: VariantDelta, record: InvocationRecord, costs: readonly bigint[], sign: 1 | -1): void {
  const { sums } = delta;
  const add = (at: number, more: bigint) => {
    if (more !== 0n) sums[at] = (sums[at] ?? 0n) + (sign === 1 ? more : -more);
  };
  const duration = record.duration_ns;
  add(0, 1n);
  add(FIRST_OUTCOME + OUTCOMES.indexOf(record.outcome as Outcome), 1n);
  if (record.cold_start === 1n) add(COLD_STARTS, 1n);
  add(DURATION_SUM, duration);
  delta.durations.push(bucketOf(Number(duration)), sign);
  const { initNs, memoryMillionths } = partsOf(record);
  if (initNs !== null) delta.inits.push(bucketOf(initNs), sign);
  if (memoryMillionths !== null) delta.memory.push(bucketOf(memoryMillionths), sign);
  if (sign === 1) delta.longestAdded = later(duration, delta.longestAdded);
  else delta.longestRemoved = later(duration, delta.longestRemoved);
  if (record.billed_ns !== null) add(BILLED, record.billed_ns);
  if (record.cost_pico_usd === null) add(UNPRICED, 1n);
  else add(COST, record.cost_pico_usd);
  for (let at = 0; at < costs.length; at += 1) add(FIRST_COST + at, costs[at] ?? 0n);
  if (record.execution === null) return;
  add(REPORTED, 1n);
  if (record.source !== 'platform') add(RECEIVED, 1n);
}

/** Sums what has the same name once it is named anew. */
function summed<Finer extends RollupDelta>(
  finer: readonly Finer[],
  nameOf: (delta: Finer) => RowName,
): RollupDelta[] {
  const groups = new Map<string, { readonly name: RowName; readonly parts: Finer[] }>();
  for (const delta of finer) {
    const name = nameOf(delta);
    const key = `${name.start} ${name.scope}`;
    const group = groups.get(key);
    if (group) group.parts.push(delta);
    else groups.set(key, { name, parts: [delta] });
  }
  return Array.from(groups.values(), ({ name, parts }) => together(name, parts));
}

function together(name: RowName, parts: readonly Counted[]): RollupDelta {
  const { scope, kind, value, environment, step, start } = name;
  const [first] = parts;
  // Mostly one: of a function with one version, and of the minute, hour and day that it is now.
  const counted = first !== undefined && parts.length === 1 ? first : sumOf(parts);
  const { sums, longestAdded, longestRemoved, durations, inits, memory } = counted;
  return {
    scope,
    kind,
    value,
    environment,
    step,
    start,
    sums,
    longestAdded,
    longestRemoved,
    durations,
    inits,
    memory,
  };
}

function sumOf(parts: readonly Counted[]): Counted {
  const sums = SUMMED.map(() => 0n);
  let longestAdded = 0n;
  let longestRemoved = -1n;
  const [durations, inits, memory]: [number[], number[], number[]] = [[], [], []];
  for (const part of parts) {
    for (let at = 0; at < sums.length; at += 1) {
      const more = part.sums[at] ?? 0n;
      if (more !== 0n) sums[at] = (sums[at] ?? 0n) + more;
    }
    longestAdded = later(longestAdded, part.longestAdded);
    longestRemoved = later(longestRemoved, part.longestRemoved);
    for (const number of part.durations) durations.push(number);
    for (const number of part.inits) inits.push(number);
    for (const number of part.memory) memory.push(number);
  }
  return { sums, longestAdded, longestRemoved, durations, inits, memory };
}

/** What the histograms beside that of durations count of an invocation; null where it is not known. */
function partsOf({ init_duration_ms, max_memory_used_mb, memory_mb }: InvocationRecord) {
  const knowsMemory = max_memory_used_mb !== null && memory_mb !== null && memory_mb > 0n;
  return {
    initNs: init_duration_ms === null ? null : Math.round(init_duration_ms * 1e6),
    memoryMillionths: knowsMemory ? Math.round((max_memory_used_mb / Number(memory_mb)) * 1e6) : null,
  };
}
