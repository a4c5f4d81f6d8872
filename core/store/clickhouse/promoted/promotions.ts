import { FaaslensError } from '../../../errors';
import { LONGEST_KEY } from '../../../model/attributes';
import { type AttributePromotions, MOST_PROMOTED } from '../../promoted-attributes';
import type { Connection } from '../connection';
import { wellFormed } from '../text';
import { readPromoted } from './promoted-list';

/** Changes which attributes are promoted, through a connection that it closes in the end. `now`: milliseconds since the epoch. */
export function createClickHousePromotions(
  connection: Connection,
  now: () => number = Date.now,
): AttributePromotions {
  const save = async (key: string, removed: boolean): Promise<void> => {
    const [row] = await connection.ask<{ version: string }>(
      'SELECT max(version) + 1 AS version FROM promoted',
    );
    await connection.insert('promoted', [
      { key, version: row?.version ?? 1, promoted_ms: Math.floor(now()), removed: Number(removed) },
    ]);
  };
  const find = async (key: string) => {
    const all = await readPromoted(connection);
    return { all, found: all.find((one) => one.key === key) };
  };

  return {
    async promote(key) {
      if (key === '' || key.length > LONGEST_KEY)
        throw new FaaslensError('invalid_input', `key: must have 1 to ${LONGEST_KEY} characters`);
      if (key !== wellFormed(key))
        throw new FaaslensError('invalid_input', 'key: must not hold half of a surrogate pair');
      const { all, found } = await find(key);
      if (found) return found;
      if (all.length >= MOST_PROMOTED)
        throw new FaaslensError(
          'conflict',
          `${MOST_PROMOTED} attributes are promoted, which is the maximum: take one back first`,
        );
      await save(key, false);
      const made = (await find(key)).found;
      if (made) return made;
      throw new FaaslensError('conflict', `attribute ${key.slice(0, 100)}: was taken back meanwhile`);
    },
    async unpromote(key) {
      const { found } = await find(key);
      if (!found) throw new FaaslensError('not_found', `attribute ${key.slice(0, 100)}: is not promoted`);
      await save(key, true);
    },
    close: () => connection.close(),
  };
}
