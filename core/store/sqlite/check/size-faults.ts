import type Database from 'better-sqlite3';
import type { StoreFault } from '../../fault';
import { SIZE_STEPS } from '../costs/size-rollup';
import { decodeSplit } from '../costs/split-codec';
import { prepareMinutesSince } from '../retention/floor';
import { ARCHITECTURE_CODES, type Coded, fromCode } from '../values';

const SECOND_NS = 1_000_000_000n;

type Sums = [
  invocations: bigint,
  durationNs: bigint,
  billedNs: bigint,
  waitedNs: bigint,
  cost: bigint,
  most: number | null,
];
/** Each step of a size apart: the start, then what the size is called. */
type SumsOf = ReadonlyMap<string, Sums>;

/** Sizes of functions whose counters are not the sum of their invocations, for each step that is kept. */
export function sizeFaults(db: Database.Database): readonly StoreFault[] {
  const since = prepareMinutesSince(db)();
  return SIZE_STEPS.flatMap((step) => {
    const from = Math.ceil(since / step) * step;
    const counted = countedSince(db, step, from);
    const kept = keptSince(db, step, from);
    const wrong = [...new Set([...counted.keys(), ...kept.keys()])].filter(
      (key) => String(counted.get(key)) !== String(kept.get(key)),
    );
    const names = new Set(wrong.map((key) => key.slice(key.indexOf(' ') + 1)));
    return [...names].map((name) => ({
      part: 'counters',
      text: `invocations of ${name} in steps of ${step} s are not what its rows say`,
    }));
  });
}

const nameOf = (id: string, memoryMb: bigint, architecture: string) =>
  `${id} with ${memoryMb} MB${architecture === '' ? '' : ` on ${architecture}`}`;

type Row = [
  id: string,
  memoryMb: bigint,
  architecture: Coded,
  startNs: bigint,
  durationNs: bigint,
  billedNs: bigint,
  cost: bigint,
  split: Buffer | null,
  used: number | null,
];

function countedSince(db: Database.Database, step: number, from: number): SumsOf {
  const rows = db
    .prepare<[bigint], Row>(
      `SELECT f.id, i.memory_mb, i.architecture, i.start_ns, i.duration_ns, ifnull(i.billed_ns, 0), i.cost_pico_usd,
         i.cost_split, i.max_memory_used_mb
       FROM invocation i CROSS JOIN function f ON f.no = i.function_no
       WHERE i.start_ns >= ? AND i.memory_mb IS NOT NULL AND i.cost_pico_usd IS NOT NULL`,
    )
    .raw()
    .safeIntegers();
  const sums = new Map<string, Sums>();
  for (const [id, memoryMb, code, startNs, durationNs, billedNs, cost, split, used] of rows.iterate(
    BigInt(from) * SECOND_NS,
  )) {
    const start = Math.floor(Number(startNs / SECOND_NS) / step) * step;
    const key = `${start} ${nameOf(id, memoryMb, fromCode(ARCHITECTURE_CODES, code) ?? '')}`;
    const waiting = split === null ? [] : decodeSplit(split).waiting;
    const known = sums.get(key) ?? [0n, 0n, 0n, 0n, 0n, null];
    known[0] += 1n;
    known[1] += durationNs;
    known[2] += billedNs;
    known[3] += waiting.reduce((sum, { waitedNs }) => sum + waitedNs, 0n);
    known[4] += cost;
    if (used !== null) known[5] = Math.max(used, known[5] ?? used);
    sums.set(key, known);
  }
  return sums;
}

function keptSince(db: Database.Database, step: number, from: number): SumsOf {
  const rows = db
    .prepare<[number, number], [start: bigint, id: string, memoryMb: bigint, architecture: string, ...Sums]>(
      `SELECT start_seconds, lower(hex(function_id)), memory_mb, architecture, invocations, duration_ns, billed_ns,
         waited_ns, cost_pico_usd, max_memory_used_mb
       FROM size_rollup WHERE step_seconds = ? AND start_seconds >= ?`,
    )
    .raw()
    .safeIntegers();
  const sums = new Map<string, Sums>();
  for (const [start, id, memoryMb, architecture, ...kept] of rows.iterate(step, from))
    sums.set(`${start} ${nameOf(id, memoryMb, architecture)}`, kept);
  return sums;
}
