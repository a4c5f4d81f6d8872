import type { Connection } from '../connection';

export const HOUR_NS = 3_600_000_000_000n;
const HOUR = `toInt64(${HOUR_NS})`;

/** How far the removal of what is old has come: each follows the one before it, and only ever rises by whole hours. */
const NAMES = {
  /** What starts before is not taken in any more. */
  refused: 'kept since',
  /** What starts before is counted by the hour, and rows that do are not looked at. */
  counted: 'rows since',
  /** Nothing that starts before is left. */
  removed: 'removed before',
} as const;

export type Floors = { readonly [Name in keyof typeof NAMES]: bigint };

/** Since when rows are what figures are made of, as a term of a statement. */
export const FIGURES_SINCE = `SELECT toInt64(max(value)) * ${HOUR} FROM progress WHERE name = '${NAMES.counted}'`;

/** Since when telemetry is taken in, in hours since the epoch, as a term of a statement. */
export const REFUSED_HOURS = `SELECT toInt64(max(value)) FROM progress WHERE name = '${NAMES.refused}'`;

/** Much less than the time that rows which count by the hour are still there. */
const FRESH_MS = 1000;
interface Known {
  readonly ns: Promise<bigint>;
  readonly atMs: number;
  readonly raises: number;
}
/** What was asked last; who raised a floor in this thread reads anew. */
const known = new WeakMap<Connection, Known>();
let raises = 0;

/** Since when rows are what figures are made of: nanoseconds since the epoch; what is before is kept by the hour. */
export function readFiguresSince(connection: Connection): Promise<bigint> {
  const last = known.get(connection);
  if (last?.raises === raises && performance.now() - last.atMs < FRESH_MS) return last.ns;
  const ns = askFiguresSince(connection);
  known.set(connection, { ns, atMs: performance.now(), raises });
  // Who asks next tries again.
  ns.catch(() => known.delete(connection));
  return ns;
}

async function askFiguresSince(connection: Connection): Promise<bigint> {
  const [row] = await connection.ask<{ since: string }>(`SELECT toString((${FIGURES_SINCE})) AS since`);
  return BigInt(row?.since ?? 0);
}

export async function readFloors(connection: Connection): Promise<Floors> {
  const rows = await connection.ask<{ name: string; hours: string }>(
    'SELECT name, toString(max(value)) AS hours FROM progress GROUP BY name',
  );
  const hours = new Map(rows.map((row) => [row.name, BigInt(row.hours)]));
  const of = (name: keyof Floors) => (hours.get(NAMES[name]) ?? 0n) * HOUR_NS;
  return { refused: of('refused'), counted: of('counted'), removed: of('removed') };
}

export async function raiseFloor(connection: Connection, name: keyof Floors, ns: bigint): Promise<void> {
  await connection.insert('progress', [{ name: NAMES[name], value: (ns / HOUR_NS).toString() }]);
  raises += 1;
}
