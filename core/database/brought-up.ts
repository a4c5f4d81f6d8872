import { FaaslensError } from '../errors';

/** The collector's message to the dashboard process, which it starts before the database is ready. */
export const DATABASE_IS_UP = 'database is up to date';

const KEY = Symbol.for('faaslens.database-is-up');
const shared: typeof globalThis & { [KEY]?: boolean } = globalThis;

/**
 * Refuses all requests in this process until the collector says that the database is ready. Called before the server starts.
 */
export function waitForDatabase(collector: Pick<NodeJS.EventEmitter, 'on'> = process): void {
  shared[KEY] = false;
  collector.on('message', (message) => {
    if (message === DATABASE_IS_UP) shared[KEY] = true;
  });
}

/** @throws FaaslensError `unavailable` until the collector has updated the database; never in processes not started by it */
export function refuseUntilDatabaseIsUp(): void {
  if (shared[KEY] === false)
    throw new FaaslensError('unavailable', 'Faaslens is starting: try again in a moment');
}
