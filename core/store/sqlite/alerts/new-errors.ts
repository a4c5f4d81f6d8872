import type Database from 'better-sqlite3';
import { firstTrace } from '../../../model/errors/seen';
import { HOUR_MS, MINUTE_MS } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import { parseSeen } from '../errors/error-table';
import { hexBytes, msToNs, nsToTimeMs } from '../values';

interface NewGroup {
  readonly no: bigint;
  readonly first_seen_ns: bigint;
  readonly seen: string;
}

type Query = Parameters<AlertFigureReader['newErrors']>[0];
type Answer = Awaited<ReturnType<AlertFigureReader['newErrors']>>;

const NS = 1_000_000n;
/** No invocation lasts longer where functions are billed by time. */
const LONGEST_INVOCATION_NS = BigInt(15 * MINUTE_MS) * NS;

export function prepareNewErrors(db: Database.Database): (query: Query) => Answer {
  const groups = db
    .prepare<[bigint, bigint, bigint], NewGroup>(
      `SELECT no, first_seen_ns, seen FROM error_group
       WHERE last_seen_ns >= ? AND first_seen_ns >= ? AND first_seen_ns < ?`,
    )
    .safeIntegers();
  const functionsIn = db
    .prepare<[bigint, bigint], Buffer>(
      'SELECT DISTINCT function_id FROM error_hour WHERE group_no = ? AND hour = ? AND count > 0',
    )
    .pluck();
  const functionsOf = db
    .prepare<[bigint, bigint, Buffer], string>(
      `SELECT DISTINCT f.id FROM invocation i CROSS JOIN function f ON f.no = i.function_no
       WHERE i.start_ns >= ? AND i.start_ns <= ? AND i.trace_id = ?`,
    )
    .pluck();

  /** Where several functions had it within the hour, those that the first one's trace invoked. */
  const functionsOfFirst = ({ no, first_seen_ns: first, seen }: NewGroup): readonly (string | null)[] => {
    const within = functionsIn.all(no, first / (BigInt(HOUR_MS) * NS));
    const ids = within.map((id) => (id.length === 0 ? null : id.toString('hex')));
    const trace = firstTrace(parseSeen(seen));
    if (ids.length < 2 || trace === null) return ids;
    const invoked = functionsOf.all(first - LONGEST_INVOCATION_NS, first, hexBytes(trace));
    const both = ids.filter((id) => id !== null && invoked.includes(id));
    return both.length === 0 ? ids : both;
  };

  return ({ range }) => {
    const from = msToNs(range.fromMs);
    return groups
      .all(from, from, msToNs(range.toMs))
      .flatMap((group) =>
        functionsOfFirst(group).map((functionId) => ({ functionId, at: nsToTimeMs(group.first_seen_ns) })),
      );
  };
}
