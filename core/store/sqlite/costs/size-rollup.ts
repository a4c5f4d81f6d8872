import type Database from 'better-sqlite3';
import type { InvocationRecord } from '../invocation-record';
import { ROLLUP_STEPS } from '../rollup-scope';
import { ARCHITECTURE_CODES, type Coded, hexBytes, toCode, toInt64 } from '../values';
import type { StoredSplit } from './split-codec';

const [, HOUR, DAY] = ROLLUP_STEPS;
/** Seconds per step that sizes are kept in, finest first. */
export const SIZE_STEPS = [HOUR, DAY] as const;
const SECOND_NS = 1_000_000_000n;
const MAX = 2n ** 63n - 1n;

/** What a batch changes about one size of a function in one step. */
interface Delta {
  readonly step: number;
  readonly start: number;
  /** What tells the size apart: the three below. */
  readonly size: string;
  readonly functionId: string;
  readonly memoryMb: bigint;
  /** '' when unknown. */
  readonly architecture: string;
  invocations: bigint;
  durationNs: bigint;
  billedNs: bigint;
  waitedNs: bigint;
  cost: bigint;
  /** The most memory that those used that were added; null when none of them told. */
  mostAdded: number | null;
  hasRemoved: boolean;
  mostRemoved: number | null;
}

/** By start, then by size. */
type Deltas = Map<number, Map<string, Delta>>;

/** Collects how invocations ran at each size, so that each row is written once a batch. */
export class SizeDeltas {
  private readonly hours: Deltas = new Map();

  /** Of those whose memory size and price are known; others do not count. */
  count(record: InvocationRecord, split: StoredSplit | null, sign: 1 | -1): void {
    const { memory_mb: memoryMb, cost_pico_usd: cost, max_memory_used_mb: used } = record;
    if (memoryMb === null || cost === null) return;
    const functionId = record.function_id;
    const architecture = record.architecture ?? '';
    const size = `${functionId} ${memoryMb} ${architecture}`;
    const seconds = Number(record.start_ns / SECOND_NS);
    const delta = deltaAt(this.hours, HOUR, seconds, { size, functionId, memoryMb, architecture });
    const add = (sum: bigint, more: bigint) => (sign === 1 ? sum + more : sum - more);
    delta.invocations = add(delta.invocations, 1n);
    delta.durationNs = add(delta.durationNs, record.duration_ns);
    delta.billedNs = add(delta.billedNs, record.billed_ns ?? 0n);
    if (split !== null)
      for (const { waitedNs } of split.waiting) delta.waitedNs = add(delta.waitedNs, waitedNs);
    delta.cost = add(delta.cost, cost);
    if (sign === 1) {
      delta.mostAdded = mostOf(delta.mostAdded, used);
    } else {
      delta.hasRemoved = true;
      delta.mostRemoved = mostOf(delta.mostRemoved, used);
    }
  }

  /** Those of hours, then those of days. */
  *all(): Generator<Delta> {
    const days: Deltas = new Map();
    for (const ofHour of this.hours.values()) {
      for (const hour of ofHour.values()) {
        yield hour;
        const day = deltaAt(days, DAY, hour.start, hour);
        day.invocations += hour.invocations;
        day.durationNs += hour.durationNs;
        day.billedNs += hour.billedNs;
        day.waitedNs += hour.waitedNs;
        day.cost += hour.cost;
        day.mostAdded = mostOf(day.mostAdded, hour.mostAdded);
        day.hasRemoved ||= hour.hasRemoved;
        day.mostRemoved = mostOf(day.mostRemoved, hour.mostRemoved);
      }
    }
    for (const ofDay of days.values()) yield* ofDay.values();
  }
}

function deltaAt(
  deltas: Deltas,
  step: number,
  seconds: number,
  of: Pick<Delta, 'size' | 'functionId' | 'memoryMb' | 'architecture'>,
): Delta {
  const start = Math.floor(seconds / step) * step;
  let ofStart = deltas.get(start);
  if (ofStart === undefined) {
    ofStart = new Map();
    deltas.set(start, ofStart);
  }
  const known = ofStart.get(of.size);
  if (known !== undefined) return known;
  const delta: Delta = {
    step,
    start,
    size: of.size,
    functionId: of.functionId,
    memoryMb: of.memoryMb,
    architecture: of.architecture,
    invocations: 0n,
    durationNs: 0n,
    billedNs: 0n,
    waitedNs: 0n,
    cost: 0n,
    mostAdded: null,
    hasRemoved: false,
    mostRemoved: null,
  };
  ofStart.set(of.size, delta);
  return delta;
}

function mostOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

type Key = [step: number, start: number, functionId: Buffer, memoryMb: bigint, architecture: string];
type Counted = [
  invocations: bigint,
  durationNs: bigint,
  billedNs: bigint,
  waitedNs: bigint,
  cost: bigint,
  most: number | null,
];

const SUMS = ['invocations', 'duration_ns', 'billed_ns', 'waited_ns', 'cost_pico_usd'] as const;
const MOST = 'max_memory_used_mb';
const WHERE =
  'WHERE step_seconds = ? AND start_seconds = ? AND function_id = ? AND memory_mb = ? AND architecture = ?';

/** Writes what a batch changes; the rows of its invocations must be written already. */
export function prepareSizeRollup(db: Database.Database): (deltas: SizeDeltas) => void {
  // As `toInt64` has it: a sum that is no integer is too large for one.
  const add = db.prepare<[...Key, ...Counted]>(
    `INSERT INTO size_rollup (step_seconds, start_seconds, function_id, memory_mb, architecture, ${SUMS.join(', ')},
       ${MOST}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET
       ${SUMS.map((sum) => `${sum} = max(-${MAX}, min(${MAX}, ${sum} + excluded.${sum}))`).join(', ')},
       ${MOST} = max(ifnull(${MOST}, excluded.${MOST}), ifnull(excluded.${MOST}, ${MOST}))`,
  );
  const removeEmpty = db.prepare<Key>(`DELETE FROM size_rollup ${WHERE} AND invocations <= 0`);
  const lower = db.prepare<[number | null, ...Key]>(`UPDATE size_rollup SET ${MOST} = ? ${WHERE}`);
  const mostKept = prepareMostUsed(db);

  return (deltas) => {
    for (const delta of deltas.all()) {
      const { step, start, functionId, memoryMb, architecture, mostAdded, mostRemoved } = delta;
      const key: Key = [step, start, hexBytes(functionId), memoryMb, architecture];
      add.run(
        ...key,
        delta.invocations,
        toInt64(delta.durationNs),
        toInt64(delta.billedNs),
        toInt64(delta.waitedNs),
        toInt64(delta.cost),
        mostAdded,
      );
      if (!delta.hasRemoved) continue;
      // Also where less than nothing would be left: the row of what was removed as too old went with it.
      removeEmpty.run(...key);
      const mayShrink = mostRemoved !== null && (mostAdded === null || mostAdded < mostRemoved);
      if (mayShrink) lower.run(mostKept(delta), ...key);
    }
  };
}

/** The most memory that was used at a size in a step, of the rows of an hour and of the hours of a day. */
function prepareMostUsed(db: Database.Database): (delta: Delta) => number | null {
  const ofRows = db
    .prepare<[string, bigint, bigint, bigint, Coded], number | null>(
      `SELECT max(max_memory_used_mb) FROM invocation
       WHERE function_no = (SELECT no FROM function WHERE id = ?) AND start_ns >= ? AND start_ns < ?
         AND memory_mb = ? AND architecture IS ? AND cost_pico_usd IS NOT NULL`,
    )
    .pluck();
  const ofHours = db
    .prepare<[number, number, Buffer, bigint, string], number | null>(
      `SELECT max(max_memory_used_mb) FROM size_rollup
       WHERE step_seconds = ${HOUR} AND start_seconds >= ? AND start_seconds < ?
         AND function_id = ? AND memory_mb = ? AND architecture = ?`,
    )
    .pluck();

  return ({ step, start, functionId, memoryMb, architecture }) => {
    if (step !== HOUR)
      return ofHours.get(start, start + step, hexBytes(functionId), memoryMb, architecture) ?? null;
    const from = BigInt(start) * SECOND_NS;
    const code = toCode(ARCHITECTURE_CODES, architecture === '' ? null : architecture);
    return ofRows.get(functionId, from, from + BigInt(step) * SECOND_NS, memoryMb, code) ?? null;
  };
}
