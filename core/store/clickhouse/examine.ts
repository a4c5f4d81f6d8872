import { FaaslensError } from '../../errors';
import type { ClickHousePlace } from '../place';
import { createClickHouseBulletin } from './bulletin';
import { openConnection } from './connection';
import { openPrepared } from './prepared';
import { requireVersion } from './server-version';

/** What must be true of a ClickHouse database, each answering what was found. */
export interface ClickHouseExamination {
  /** @throws FaaslensError `unavailable` when it cannot be reached or is too old */
  server(): Promise<string>;
  /** @throws FaaslensError `unavailable` when its tables cannot be made, written or read */
  rights(): Promise<string>;
  /** @throws FaaslensError `unavailable` when its clock is far from this machine's */
  clock(): Promise<string>;
}

const MOST_SECONDS = 5;
/** Lists of what has just arrived, and when keys were published, go by the clock. */
const MOST_APART_MS = 5_000;

export function examineClickHouse(place: ClickHousePlace, now: () => number): ClickHouseExamination {
  const options = { mostSeconds: MOST_SECONDS };
  return {
    async server() {
      const address = new URL(place.url);
      const shown = `${address.protocol}//${address.host}`;
      address.pathname = '/default';
      const connection = openConnection(address.href, options);
      try {
        return `${shown} answers as ${decodeURIComponent(address.username)}, version ${await requireVersion(connection)}`;
      } finally {
        await connection.close();
      }
    },
    async rights() {
      const connection = openPrepared(place, options);
      const bulletin = createClickHouseBulletin(connection, 'doctor');
      try {
        const version = now();
        await bulletin.publish({ text: 'doctor', version });
        const found = await bulletin.readAfter(version - 1);
        if (found === null)
          throw new FaaslensError(
            'unavailable',
            'what was written is not found: is this a replica that lags?',
          );
        return 'tables are there, can be written and read';
      } finally {
        await bulletin.close();
      }
    },
    async clock() {
      const connection = openPrepared(place, options);
      try {
        const before = now();
        const [row] = await connection.ask<{ ms: string }>('SELECT toUnixTimestamp64Milli(now64(3)) AS ms');
        const apartMs = Math.round(Number(row?.ms ?? Number.NaN) - (before + now()) / 2);
        if (!(Math.abs(apartMs) <= MOST_APART_MS))
          throw new FaaslensError(
            'unavailable',
            `the clocks of ClickHouse and of this machine are ${apartMs} ms apart: set them by NTP`,
          );
        return `${Math.abs(apartMs)} ms apart from this machine's`;
      } finally {
        await connection.close();
      }
    },
  };
}
