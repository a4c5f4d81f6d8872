import type Database from 'better-sqlite3';
import { prepareKeyRuns } from './key-runs';

/** Ids of the sealed groups that have a key, by a short read in each run: runs are few, however many groups there are. */
export function prepareKeyGroups(db: Database.Database): (key: number) => Set<number> {
  const runs = prepareKeyRuns(db);
  return (key) => new Set(runs.all().flatMap((run) => runs.groupsOf(run, key)));
}
