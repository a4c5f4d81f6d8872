import type Database from 'better-sqlite3';
import type { StoreFault } from '../../fault';
import { decodeSplit } from '../costs/split-codec';
import { prepareMinutesSince } from '../retention/floor';
import { ROLLUP_STEPS } from '../rollup-scope';

const SECOND_NS = 1_000_000_000n;

type Waited = readonly [invocations: bigint, waitedNs: bigint, cost: bigint];

/** Dependencies whose counters are not the sum of what invocations waited, for each step that is kept. */
export function dependencyFaults(db: Database.Database): readonly StoreFault[] {
  const minutesSince = prepareMinutesSince(db)();
  return ROLLUP_STEPS.flatMap((step) => {
    const from = Math.ceil(minutesSince / step) * step;
    const waited = waitedSince(db, BigInt(from) * SECOND_NS);
    const kept = keptSince(db, step, from);
    const all = [...new Set([...waited.keys(), ...kept.keys()])];
    return all
      .filter((no) => String(waited.get(no) ?? NOTHING) !== String(kept.get(no) ?? NOTHING))
      .map((no) => ({
        part: 'counters',
        text: `waiting for dependency ${no} in steps of ${step} s is not what its invocations say`,
      }));
  });
}

const NOTHING: Waited = [0n, 0n, 0n];

function waitedSince(db: Database.Database, sinceNs: bigint): ReadonlyMap<bigint, Waited> {
  const splits = db
    .prepare<[bigint], Buffer>(
      'SELECT cost_split FROM invocation WHERE start_ns >= ? AND cost_split IS NOT NULL',
    )
    .pluck();
  const sums = new Map<bigint, Waited>();
  for (const split of splits.iterate(sinceNs)) {
    for (const { no, waitedNs, cost } of decodeSplit(split).waiting) add(sums, no, [1n, waitedNs, cost]);
  }
  return sums;
}

function keptSince(db: Database.Database, step: number, from: number): ReadonlyMap<bigint, Waited> {
  const rows = db
    .prepare<[number, number], [no: bigint, ...Waited]>(
      `SELECT dependency_no, invocations, waited_ns, cost_pico_usd FROM dependency_rollup
       WHERE step_seconds = ? AND start_seconds >= ?`,
    )
    .raw()
    .safeIntegers();
  const sums = new Map<bigint, Waited>();
  for (const [no, ...counted] of rows.iterate(step, from)) add(sums, no, counted);
  return sums;
}

function add(sums: Map<bigint, Waited>, no: bigint, [invocations, waitedNs, cost]: Waited): void {
  const known = sums.get(no) ?? NOTHING;
  sums.set(no, [known[0] + invocations, known[1] + waitedNs, known[2] + cost]);
}
