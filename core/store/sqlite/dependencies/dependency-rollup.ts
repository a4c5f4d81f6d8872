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
  readonly step: number;
  readonly start: number;
  invocations: bigint;
  waitedNs: bigint;
  cost: bigint;
  errors: number;
  /** Histograms of the durations of calls, each followed by 1 for added or -1 for removed. */
  readonly calls: (Uint8Array | 1 | -1)[];
}

const SECOND_NS = 1_000_000_000n;
const [FINEST, ...COARSER] = ROLLUP_STEPS;
/** By start, then by the dependency's number. */
type Deltas = Map<number, Map<number, Delta>>;

/** Collects what invocations called and waited for, so that each rollup row is written once a batch. */
export class DependencyDeltas {
  private readonly minutes: Deltas = new Map();

  count({ start_ns, calls }: InvocationRecord, split: StoredSplit | null, sign: 1 | -1): void {
    const start = Math.floor(Number(start_ns / SECOND_NS) / FINEST) * FINEST;
    for (const { no, errors, durations } of decodeCalls(calls)) {
      const delta = deltaAt(this.minutes, no, FINEST, start);
      delta.errors += sign * errors;
      delta.calls.push(durations, sign);
    }
    const by = BigInt(sign);
    for (const { no, waitedNs, cost } of split?.waiting ?? NOTHING_WAITED) {
      const delta = deltaAt(this.minutes, Number(no), FINEST, start);
      delta.invocations += by;
      delta.waitedNs += by * waitedNs;
      delta.cost += by * cost;
    }
  }

  /** Those of every step. */
  *all(): Generator<Delta> {
    let finer = allIn(this.minutes);
    yield* finer;
    for (const step of COARSER) {
      const deltas: Deltas = new Map();
      for (const delta of finer)
        add(deltaAt(deltas, delta.no, step, Math.floor(delta.start / step) * step), delta);
      finer = allIn(deltas);
      yield* finer;
    }
  }
}

const NOTHING_WAITED: StoredSplit['waiting'] = [];

function allIn(deltas: Deltas): readonly Delta[] {
  return [...deltas.values()].flatMap((ofStart) => [...ofStart.values()]);
}

function deltaAt(deltas: Deltas, no: number, step: number, start: number): Delta {
  let ofStart = deltas.get(start);
  if (ofStart === undefined) {
    ofStart = new Map();
    deltas.set(start, ofStart);
  }
  const known = ofStart.get(no);
  if (known !== undefined) return known;
  const delta = { no, step, start, invocations: 0n, waitedNs: 0n, cost: 0n, errors: 0, calls: [] };
  ofStart.set(no, delta);
  return delta;
}

function add(delta: Delta, more: Delta): void {
  delta.invocations += more.invocations;
  delta.waitedNs += more.waitedNs;
  delta.cost += more.cost;
  delta.errors += more.errors;
  for (const part of more.calls) delta.calls.push(part);
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
const EMPTY = new Uint8Array();
const NOTHING: Counted = [0n, 0n, 0n, 0n, 0n, EMPTY];

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
      let durations: Uint8Array = EMPTY;
      for (const part of more.calls) {
        if (typeof part === 'number') histogram.mergeBytes(durations, part);
        else durations = part;
      }
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
