import { FaaslensError } from '../errors';

/** What the collector tells the process of the dashboard, which it starts meanwhile. */
export const DATABASE_IS_UP = 'database is up to date';

const KEY = Symbol.for('faaslens.database-is-up');
const shared: typeof globalThis & { [KEY]?: boolean } = globalThis;

/** Has everybody in this process refused until the collector says that the database may be used. Called before its server starts. */
export function waitForDatabase(collector: Pick<NodeJS.EventEmitter, 'on'> = process): void {
  shared[KEY] = false;
  collector.on('message', (message) => {
    if (message === DATABASE_IS_UP) shared[KEY] = true;
  });
}

/** @throws FaaslensError `unavailable` while the collector brings the database up to date; never in processes that it did not start */
export function refuseUntilDatabaseIsUp(): void {
  if (shared[KEY] === false)
    throw new FaaslensError('unavailable', 'Faaslens is starting: try again in a moment');
}
