import { databaseError } from '../../../database/errors';
import { openDatabase } from '../../../database/open';
import { FaaslensError } from '../../../errors';
import { LONGEST_KEY } from '../../../model/attributes';
import { type AttributePromotions, MOST_PROMOTED } from '../../promoted-attributes';
import { preparePromotedList, toPromotedAttribute } from './promoted-list';

/**
 * Opens a migrated database file for changing which attributes are promoted: a few small rows, on a connection beside the
 * writer's. `now`: milliseconds since the epoch.
 */
export function openSqlitePromotions(
  databaseFile: string,
  now: () => number = Date.now,
): AttributePromotions {
  const db = openDatabase(databaseFile, { cacheKb: 256 });
  const list = preparePromotedList(db);
  const insert = db.prepare<[string, number]>(
    `INSERT INTO promoted_attribute (key, promoted_ms, removed, filled_ns, filled_id, examined, missed)
     VALUES (?, ?, 0, (SELECT max(start_ns) + 1 FROM invocation), 0, 0, 0)`,
  );
  const remove = db.prepare<[string]>(
    'UPDATE promoted_attribute SET removed = 1 WHERE removed = 0 AND key = ?',
  );

  const promote = db.transaction((key: string) => {
    const others = list.promoted();
    if (others.some((one) => one.key === key)) return toPromotedAttribute(list.named(key));
    if (others.length >= MOST_PROMOTED) {
      throw new FaaslensError(
        'conflict',
        `${MOST_PROMOTED} attributes are promoted, which is the maximum: take one back first`,
      );
    }
    insert.run(key, Math.floor(now()));
    return toPromotedAttribute(list.named(key));
  });

  const withDatabase = <Answer>(ask: () => Answer): Answer => {
    if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
    try {
      return ask();
    } catch (error) {
      throw databaseError(error, databaseFile);
    }
  };

  return {
    promote: async (key) =>
      withDatabase(() => {
        if (key === '' || key.length > LONGEST_KEY) {
          throw new FaaslensError('invalid_input', `key: must have 1 to ${LONGEST_KEY} characters`);
        }
        return promote.immediate(key);
      }),
    unpromote: async (key) =>
      withDatabase(() => {
        if (remove.run(key).changes > 0) return;
        throw new FaaslensError('not_found', `attribute ${key.slice(0, 100)}: is not promoted`);
      }),
    async close() {
      db.close();
    },
  };
}
