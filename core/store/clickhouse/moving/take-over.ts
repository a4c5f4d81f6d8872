import type { TakingOver } from '../../copy-history';
import type { HistoryRest } from '../../history';
import type { Connection } from '../connection';
import type { Deriver } from '../deriving';
import { HOUR_NS, raiseFloor, readFloors } from '../retention/floor';
import { removeOld } from '../retention/remove-old';
import { textLiteral } from '../statement';
import { wellFormed } from '../text';
import { takeDeleted } from './deleted';
import { toCount, toHourCall, toHourCount, toHourFigure } from './hour-rows';
import { takeSaid } from './said';

/** Takes over what a history of this name holds beside spans and log records; may be repeated, and cut off anywhere. */
export function prepareTakeOver(connection: Connection, deriver: Deriver, name: string): TakingOver {
  const insertAll = async <Row>(
    table: string,
    pieces: Iterable<readonly Row[]>,
    toRow: (row: Row) => Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    for (const rows of pieces) await connection.insert(table, rows.map(toRow));
  };

  /** What is older than the file's floor counts by the hour, as it does there. */
  const takeHours = async (rest: HistoryRest): Promise<void> => {
    const floorNs = (rest.floorNs() / HOUR_NS) * HOUR_NS;
    const { refused, counted, removed } = await readFloors(connection);
    if (floorNs > refused) await raiseFloor(connection, 'refused', floorNs);
    if (floorNs > counted) {
      await insertAll('hour_figure', rest.hours(counted), toHourFigure);
      await insertAll('hour_call', rest.hourCalls(counted), toHourCall);
      await insertAll('hour_count', rest.hourCounts(counted), toHourCount);
      await raiseFloor(connection, 'counted', floorNs);
    }
    if (floorNs > removed) {
      await removeOld(connection, deriver, floorNs, false);
      await raiseFloor(connection, 'removed', floorNs);
    }
  };

  const takePromoted = async (rest: HistoryRest): Promise<void> => {
    const [{ last = '0' } = {}] = await connection.ask<{ last: string }>(
      'SELECT toString(max(version)) AS last FROM promoted',
    );
    const known = await connection.ask<{ key: string }>('SELECT DISTINCT key FROM promoted');
    const keys = new Set(known.map(({ key }) => key));
    const rows = rest.promoted().filter(({ key }) => !keys.has(wellFormed(key)));
    await connection.insert(
      'promoted',
      rows.map(({ key, promotedMs }, index) => ({
        key: wellFormed(key),
        version: Number(last) + 1 + index,
        promoted_ms: promotedMs,
        removed: 0,
      })),
    );
  };

  /** How often it was begun and ended: what was cut off between the two may be stored and not derived. */
  const noted = async (mark: string): Promise<number> => {
    const [row] = await connection.ask<{ value: string }>(
      `SELECT toString(max(value)) AS value FROM progress WHERE name = ${textLiteral(`${mark} ${name}`)}`,
    );
    return Number(row?.value ?? 0);
  };
  const note = (mark: string, value: number) =>
    connection.insert('progress', [{ name: `${mark} ${name}`, value }]);

  const takeWhatWasSaid = async (rest: HistoryRest): Promise<void> => {
    const [begun, ended] = [await noted('said begun'), await noted('said ended')];
    await note('said begun', ended + 1);
    await takeSaid(connection, deriver, rest, begun > ended);
    await note('said ended', ended + 1);
  };

  return {
    begin: takeHours,
    async complete(rest) {
      await connection.insert(
        'environment',
        rest.environments().map((name) => ({ name: wellFormed(name) })),
      );
      await takePromoted(rest);
      await insertAll('platform_count', rest.counts(), toCount);
      await connection.insert(
        'error_seen',
        rest.errorsSeen().map(({ fingerprint, firstNs }) => ({ fingerprint, first_ns: firstNs.toString() })),
      );
      await takeWhatWasSaid(rest);
      await takeDeleted(connection, deriver, rest);
    },
  };
}
