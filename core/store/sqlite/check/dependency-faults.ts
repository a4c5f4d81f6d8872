import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import type { StoreFault } from '../../fault';
import { decodeSplit } from '../costs/split-codec';
import { decodeCalls } from '../dependencies/calls-codec';
import { prepareMinutesSince } from '../retention/floor';
import { ROLLUP_STEPS } from '../rollup-scope';

const SECOND_NS = 1_000_000_000n;

type Counted = readonly [invocations: bigint, waitedNs: bigint, cost: bigint, calls: bigint, errors: bigint];

/** Dependencies whose counters are not the sum of what invocations called and waited for, for each step that is kept. */
export function dependencyFaults(db: Database.Database): readonly StoreFault[] {
  const minutesSince = prepareMinutesSince(db)();
  return ROLLUP_STEPS.flatMap((step) => {
    const from = Math.ceil(minutesSince / step) * step;
    const counted = countedSince(db, BigInt(from) * SECOND_NS);
    const kept = keptSince(db, step, from);
    const all = [...new Set([...counted.keys(), ...kept.keys()])];
    return all
      .filter((no) => String(counted.get(no) ?? NOTHING) !== String(kept.get(no) ?? NOTHING))
      .map((no) => ({
        part: 'counters',
        text: `calls to dependency ${no}, or the waiting for it, in steps of ${step} s are not what its invocations say`,
      }));
  });
}

const NOTHING: Counted = [0n, 0n, 0n, 0n, 0n];

function countedSince(db: Database.Database, sinceNs: bigint): ReadonlyMap<bigint, Counted> {
  const rows = db
    .prepare<[bigint], [split: Buffer | null, calls: Buffer | null]>(
      `SELECT cost_split, calls FROM invocation
       WHERE start_ns >= ? AND (cost_split IS NOT NULL OR calls IS NOT NULL)`,
    )
    .raw();
  const histogram = new DurationHistogram();
  const sums = new Map<bigint, Counted>();
  for (const [split, calls] of rows.iterate(sinceNs)) {
    const waiting = split === null ? [] : decodeSplit(split).waiting;
    for (const { no, waitedNs, cost } of waiting) add(sums, no, [1n, waitedNs, cost, 0n, 0n]);
    for (const { no, errors, durations } of decodeCalls(calls)) {
      histogram.clear();
      histogram.mergeBytes(durations);
      add(sums, BigInt(no), [0n, 0n, 0n, BigInt(histogram.count()), BigInt(errors)]);
    }
  }
  return sums;
}

function keptSince(db: Database.Database, step: number, from: number): ReadonlyMap<bigint, Counted> {
  const rows = db
    .prepare<[number, number], [no: bigint, ...Counted]>(
      `SELECT dependency_no, invocations, waited_ns, cost_pico_usd, calls, errors FROM dependency_rollup
       WHERE step_seconds = ? AND start_seconds >= ?`,
    )
    .raw()
    .safeIntegers();
  const sums = new Map<bigint, Counted>();
  for (const [no, ...counted] of rows.iterate(step, from)) add(sums, no, counted);
  return sums;
}

function add(sums: Map<bigint, Counted>, no: bigint, more: Counted): void {
  const [invocations, waitedNs, cost, calls, errors] = sums.get(no) ?? NOTHING;
  sums.set(no, [
    invocations + more[0],
    waitedNs + more[1],
    cost + more[2],
    calls + more[3],
    errors + more[4],
  ]);
}
