import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import { KEEP_WHOLE, type KeepPolicy, keepsAll } from '../../../model/keeping/policy';
import { MINUTE_NS, NEVER_NS, type Verdict } from '../../derive/verdict';
import type { BlockStore } from '../blocks/block-store';
import { msToNs } from '../values';
import { prepareSlowFrom } from './slow-from';
import { thinBlock } from './thin-block';
import { judge, type VerdictParts } from './verdict';

/** Takes the details out of ordinary traces, a block at a time. */
export interface Thinning {
  /** What is kept from now on; blocks that were looked at by another policy are looked at again. */
  use(policy: KeepPolicy): void;
  /** Looks at one block that is due; answers whether there was any. Not inside a transaction. */
  step(): boolean;
}

/** `now`: milliseconds since the epoch. `floorNs`: see `Retention`. */
export function createThinning(
  db: Database.Database,
  blocks: BlockStore,
  parts: Omit<VerdictParts, 'slowFrom' | 'blocks'>,
  floorNs: () => bigint,
  now: () => number,
): Thinning {
  const known = db.prepare<[], string | null>('SELECT policy FROM retention').pluck();
  const save = db.prepare<[string]>(
    `INSERT INTO retention (id, floor_ns, policy) VALUES (1, 0, ?)
     ON CONFLICT (id) DO UPDATE SET policy = excluded.policy`,
  );
  const begin = db.transaction((text: string) => {
    blocks.examineAll();
    save.run(text);
  });
  const slowFrom = prepareSlowFrom(db);
  let policy = KEEP_WHOLE;
  let isBegun = false;

  const ensureBegun = (): void => {
    const text = JSON.stringify(policy);
    if (known.get() !== text) begin.immediate(text);
    isBegun = true;
  };

  const look = (id: number, nowNs: bigint): void => {
    const verdicts = new Map<string, Verdict>();
    const verdictOf = (traceId: string): Verdict => {
      const known = verdicts.get(traceId);
      if (known) return known;
      const verdict = judge(traceId, policy, nowNs, { ...parts, blocks, slowFrom: slowFrom.of });
      verdicts.set(traceId, verdict);
      return verdict;
    };
    const { content, againNs } = thinBlock(blocks.load(id), policy, nowNs, floorNs(), verdictOf);
    if (content === null) blocks.examineAgain(id, againNs);
    else blocks.replace([{ id, content }], againNs);
  };

  return {
    use(wanted) {
      policy = wanted;
      isBegun = false;
    },
    step() {
      if (keepsAll(policy)) return false;
      if (!isBegun) ensureBegun();
      blocks.refresh();
      const nowNs = msToNs(now());
      const id = blocks.dueBlock(nowNs, nowNs - BigInt(policy.settleMinutes) * MINUTE_NS);
      if (id === null) return false;
      slowFrom.forget();
      try {
        look(id, nowNs);
      } catch (error) {
        if (!isFaaslensError(error)) throw error;
        // A damaged block, which `check` tells of, is no reason to leave the others as they are.
        blocks.examineAgain(id, NEVER_NS);
      }
      return true;
    },
  };
}
