import type Database from 'better-sqlite3';
import type { InvocationRecord } from '../invocation-record';
import { ROLLUP_STEPS } from '../rollup-scope';
import { toInt64 } from '../values';
import type { StoredSplit } from './split-codec';

/** What a batch changes about the waiting for one dependency in one step. */
interface Delta {
  readonly no: bigint;
  readonly start: number;
  invocations: bigint;
  waitedNs: bigint;
  cost: bigint;
}

const SECOND_NS = 1_000_000_000n;
const [FINEST] = ROLLUP_STEPS;

/** Collects what invocations waited for, so that each rollup row is written once a batch. */
export class DependencyDeltas {
  private readonly minutes = new Map<string, Delta>();

  count({ start_ns }: InvocationRecord, split: StoredSplit | null, sign: 1 | -1): void {
    if (split === null || split.waiting.length === 0) return;
    const start = Math.floor(Number(start_ns / SECOND_NS) / FINEST) * FINEST;
    const by = BigInt(sign);
    for (const { no, waitedNs, cost } of split.waiting) {
      addTo(this.minutes, { no, start, invocations: by, waitedNs: by * waitedNs, cost: by * cost });
    }
  }

  /** Those of every step that change something. */
  *all(): Generator<Delta & { readonly step: number }> {
    for (const step of ROLLUP_STEPS) {
      const deltas = new Map<string, Delta>();
      for (const minute of this.minutes.values()) {
        addTo(deltas, { ...minute, start: Math.floor(minute.start / step) * step });
      }
      for (const delta of deltas.values()) {
        if (delta.invocations !== 0n || delta.waitedNs !== 0n || delta.cost !== 0n) yield { ...delta, step };
      }
    }
  }
}

function addTo(deltas: Map<string, Delta>, more: Delta): void {
  const key = `${more.no} ${more.start}`;
  const known = deltas.get(key);
  if (known === undefined) {
    deltas.set(key, { ...more });
    return;
  }
  known.invocations += more.invocations;
  known.waitedNs += more.waitedNs;
  known.cost += more.cost;
}

type Counted = [invocations: bigint, waitedNs: bigint, cost: bigint];

/** Writes what a batch changes. */
export function prepareDependencyRollup(db: Database.Database): (deltas: DependencyDeltas) => void {
  const WHERE = 'WHERE dependency_no = ? AND step_seconds = ? AND start_seconds = ?';
  const find = db
    .prepare<[bigint, number, number], Counted>(
      `SELECT invocations, waited_ns, cost_pico_usd FROM dependency_rollup ${WHERE}`,
    )
    .raw()
    .safeIntegers();
  const save = db.prepare<[bigint, number, number, ...Counted]>(
    `REPLACE INTO dependency_rollup
       (dependency_no, step_seconds, start_seconds, invocations, waited_ns, cost_pico_usd) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare<[bigint, number, number]>(`DELETE FROM dependency_rollup ${WHERE}`);

  return (deltas) => {
    for (const { no, step, start, ...more } of deltas.all()) {
      const [invocations, waitedNs, cost] = find.get(no, step, start) ?? [0n, 0n, 0n];
      if (invocations + more.invocations === 0n) remove.run(no, step, start);
      else {
        const sums: Counted = [
          invocations + more.invocations,
          toInt64(waitedNs + more.waitedNs),
          toInt64(cost + more.cost),
        ];
        save.run(no, step, start, ...sums);
      }
    }
  };
}
