import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import type { StoredSplit } from '../costs/split-codec';
import type { InvocationRecord } from '../invocation-record';
import { ROLLUP_STEPS } from '../rollup-scope';
import { toInt64 } from '../values';
import { decodeCalls } from './calls-codec';

/** What a batch changes about one dependency in one step. */
interface Delta {
  readonly no: number;
  readonly start: number;
  invocations: bigint;
  waitedNs: bigint;
  cost: bigint;
  errors: number;
  /** Histograms of the durations of calls, with 1 for added and -1 for removed. */
  readonly calls: (readonly [durations: Uint8Array, sign: 1 | -1])[];
}

const SECOND_NS = 1_000_000_000n;
const [FINEST, ...COARSER] = ROLLUP_STEPS;

/** Collects what invocations called and waited for, so that each rollup row is written once a batch. */
export class DependencyDeltas {
  private readonly minutes = new Map<string, Delta>();

  count({ start_ns, calls }: InvocationRecord, split: StoredSplit | null, sign: 1 | -1): void {
    const start = Math.floor(Number(start_ns / SECOND_NS) / FINEST) * FINEST;
    for (const { no, errors, durations } of decodeCalls(calls)) {
      const delta = deltaAt(this.minutes, no, start);
      delta.errors += sign * errors;
      delta.calls.push([durations, sign]);
    }
    const by = BigInt(sign);
    for (const { no, waitedNs, cost } of split?.waiting ?? []) {
      const delta = deltaAt(this.minutes, Number(no), start);
      delta.invocations += by;
      delta.waitedNs += by * waitedNs;
      delta.cost += by * cost;
    }
  }

  /** Those of every step. */
  *all(): Generator<Delta & { readonly step: number }> {
    for (const delta of this.minutes.values()) yield { ...delta, step: FINEST };
    for (const step of COARSER) {
      const deltas = new Map<string, Delta>();
      for (const minute of this.minutes.values()) {
        add(deltaAt(deltas, minute.no, Math.floor(minute.start / step) * step), minute);
      }
      for (const delta of deltas.values()) yield { ...delta, step };
    }
  }
}

function deltaAt(deltas: Map<string, Delta>, no: number, start: number): Delta {
  const key = `${no} ${start}`;
  const known = deltas.get(key);
  if (known !== undefined) return known;
  const delta = { no, start, invocations: 0n, waitedNs: 0n, cost: 0n, errors: 0, calls: [] };
  deltas.set(key, delta);
  return delta;
}

function add(delta: Delta, more: Delta): void {
  delta.invocations += more.invocations;
  delta.waitedNs += more.waitedNs;
  delta.cost += more.cost;
  delta.errors += more.errors;
  for (const calls of more.calls) delta.calls.push(calls);
}

/** In the order of COLUMNS. */
type Counted = [
  invocations: bigint,
  waitedNs: bigint,
  cost: bigint,
  calls: bigint,
  errors: bigint,
  buckets: Uint8Array,
];

const COLUMNS = 'invocations, waited_ns, cost_pico_usd, calls, errors, call_buckets';
const NOTHING: Counted = [0n, 0n, 0n, 0n, 0n, new Uint8Array()];

/** Writes what a batch changes. */
export function prepareDependencyRollup(db: Database.Database): (deltas: DependencyDeltas) => void {
  const WHERE = 'WHERE dependency_no = ? AND step_seconds = ? AND start_seconds = ?';
  const find = db
    .prepare<[number, number, number], Counted>(`SELECT ${COLUMNS} FROM dependency_rollup ${WHERE}`)
    .raw()
    .safeIntegers();
  const save = db.prepare<[number, number, number, ...Counted]>(
    `REPLACE INTO dependency_rollup (dependency_no, step_seconds, start_seconds, ${COLUMNS})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare<[number, number, number]>(`DELETE FROM dependency_rollup ${WHERE}`);
  const histogram = new DurationHistogram();

  return (deltas) => {
    for (const { no, step, start, ...more } of deltas.all()) {
      const [invocations, waitedNs, cost, , errors, buckets] = find.get(no, step, start) ?? NOTHING;
      histogram.clear();
      histogram.mergeBytes(buckets);
      for (const [durations, sign] of more.calls) histogram.mergeBytes(durations, sign);
      const calls = BigInt(histogram.count());
      if (invocations + more.invocations === 0n && calls === 0n) remove.run(no, step, start);
      else {
        save.run(
          no,
          step,
          start,
          invocations + more.invocations,
          toInt64(waitedNs + more.waitedNs),
          toInt64(cost + more.cost),
          calls,
          errors + BigInt(more.errors),
          more.calls.length === 0 ? buckets : histogram.toBytes(),
        );
      }
    }
  };
}
