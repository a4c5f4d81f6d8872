import type Database from 'better-sqlite3';

/** What starts before the floor counts as removed, and is. It only ever rises, and lies on whole hours. */
export interface Floor {
  /** Nanoseconds since the epoch; 0 while nothing was ever removed. */
  read(): bigint;
  raise(to: bigint): void;
}

export function createFloor(db: Database.Database): Floor {
  const read = prepareFloor(db);
  const raise = db.prepare<[bigint]>(
    `INSERT INTO retention (id, floor_ns) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET floor_ns = max(floor_ns, excluded.floor_ns)`,
  );
  return { read, raise: (to) => raise.run(to) };
}

/** Since when there are counters of minutes, seconds since the epoch. */
export function prepareMinutesSince(db: Database.Database): () => number {
  const floor = prepareFloor(db);
  return () => Number(floor() / 1_000_000_000n);
}

function prepareFloor(db: Database.Database): () => bigint {
  const floor = db.prepare<[], bigint>('SELECT floor_ns FROM retention').pluck().safeIntegers();
  return () => floor.get() ?? 0n;
}
