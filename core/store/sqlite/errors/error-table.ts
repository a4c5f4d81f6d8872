import type Database from 'better-sqlite3';
import type { GroupChange, HourChange } from '../../../model/errors/changes';
import {
  isForgetful,
  NOTHING_SEEN,
  newestMessage,
  type Seen,
  timeOf,
  withoutSightings,
  withSightings,
} from '../../../model/errors/seen';
import { hexBytes } from '../values';
import { prepareErrorInvocations } from './error-invocations';
import type { CountedGroup } from './rebuild';

export interface ErrorTable {
  /**
   * Brings the rows of groups and of their hours up to date. Answers the groups that have just lost more than they can do
   * without (`isForgetful`).
   */
  apply(changes: readonly GroupChange[]): readonly CountedGroup[];
  /** Changes what is remembered of a group. */
  remember(group: CountedGroup, change: (seen: Seen) => Seen): void;
}

interface GroupRow {
  readonly no: number;
  readonly count: number;
  readonly seen: string;
}

interface HourRow {
  readonly count: number;
  readonly invocations: number;
  readonly priced: number;
  readonly cost_pico_usd: string;
}

type HourKey = [groupNo: number, hour: number, functionId: Buffer, environment: string];

/** All further kinds of errors are counted together in this group. */
export const OTHER_ERRORS = 'f'.repeat(16);
const MOST_GROUPS = 20_000;

/** `mostGroups`: 20,000 unless told, as tests do. */
export function createErrorTable(db: Database.Database, mostGroups: number = MOST_GROUPS): ErrorTable {
  const findGroup = db.prepare<[Buffer], GroupRow>(
    'SELECT no, count, seen FROM error_group WHERE fingerprint = ?',
  );
  const groups = db.prepare<[], number>('SELECT count(*) FROM error_group').pluck();
  const insertGroup = db.prepare<[Buffer, string, string]>(
    `INSERT INTO error_group (fingerprint, type, culprit, message, count, first_seen_ns, last_seen_ns, seen)
     VALUES (?, ?, ?, '', 0, 0, 0, '')`,
  );
  const saveGroup = db.prepare(
    'UPDATE error_group SET message = ?, count = ?, first_seen_ns = ?, last_seen_ns = ?, seen = ? WHERE no = ?',
  );
  const removeGroup = db.prepare<[number]>('DELETE FROM error_group WHERE no = ?');
  const hourKey = 'group_no = ? AND hour = ? AND function_id = ? AND environment = ?';
  const findHour = db.prepare<HourKey, HourRow>(
    `SELECT count, invocations, priced, cost_pico_usd FROM error_hour WHERE ${hourKey}`,
  );
  const saveHour = db.prepare(
    `REPLACE INTO error_hour (group_no, hour, function_id, environment, count, invocations, priced, cost_pico_usd)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const removeHour = db.prepare<HourKey>(`DELETE FROM error_hour WHERE ${hourKey}`);
  const applyInvocations = prepareErrorInvocations(db);

  const applyHour = (groupNo: number, change: HourChange): void => {
    const functionId = change.functionId === null ? NO_FUNCTION : hexBytes(change.functionId);
    const key: HourKey = [groupNo, change.hour, functionId, change.environment];
    const old = findHour.get(...key);
    const count = (old?.count ?? 0) + change.count;
    const invocations = (old?.invocations ?? 0) + change.invocations;
    if (count <= 0 && invocations <= 0) {
      removeHour.run(...key);
      return;
    }
    const cost = BigInt(old?.cost_pico_usd ?? 0) + change.cost;
    saveHour.run(...key, count, invocations, (old?.priced ?? 0) + change.priced, cost.toString());
  };

  const save = (no: number, count: number, seen: Seen): void => {
    const times = [timeOf(seen.oldest) ?? 0n, timeOf(seen.newest) ?? 0n];
    saveGroup.run(newestMessage(seen), count, ...times, JSON.stringify(seen), no);
  };

  const applyHours = (groupNo: number, hours: Iterable<HourChange>): number => {
    let count = 0;
    for (const change of hours) {
      applyHour(groupNo, change);
      count += change.count;
    }
    return count;
  };

  const applyOne = (change: GroupChange): CountedGroup | null => {
    const { fingerprint, type, culprit, hours, invocations, gone, come } = change;
    const key = hexBytes(fingerprint);
    const old = findGroup.get(key);
    const no = old?.no ?? Number(insertGroup.run(key, type, culprit).lastInsertRowid);
    const count = (old?.count ?? 0) + applyHours(no, hours.values());
    applyInvocations(no, invocations);
    if (count <= 0) {
      removeGroup.run(no);
      return null;
    }
    const before = old ? parseSeen(old.seen) : NOTHING_SEEN;
    // What goes makes room for what comes.
    const seen = withSightings(withoutSightings(before, gone), come);
    save(no, count, seen);
    const hasLost = isForgetful(seen) && !isForgetful(before) && fingerprint !== OTHER_ERRORS;
    return hasLost ? { fingerprint, type, count } : null;
  };

  return {
    apply(changes) {
      let room = changes.length === 0 ? 0 : mostGroups - (groups.get() ?? 0);
      return changes.flatMap((change) => {
        if (findGroup.get(hexBytes(change.fingerprint)) !== undefined) return applyOne(change) ?? [];
        room -= 1;
        return (
          applyOne(room >= 0 ? change : { ...change, fingerprint: OTHER_ERRORS, type: '', culprit: '' }) ?? []
        );
      });
    },

    remember({ fingerprint }, change) {
      const row = findGroup.get(hexBytes(fingerprint));
      if (row) save(row.no, row.count, change(parseSeen(row.seen)));
    },
  };
}

const NO_FUNCTION = Buffer.alloc(0);

/** What the column `seen` of a group says. */
export function parseSeen(text: string): Seen {
  const seen: Seen = JSON.parse(text);
  return seen;
}
