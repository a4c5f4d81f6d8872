import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { DATABASE_IS_UP, refuseUntilDatabaseIsUp, waitForDatabase } from './brought-up';

it('refuses everybody until the collector says that the database is up to date, and nobody where none does', () => {
  refuseUntilDatabaseIsUp();
  const collector = new EventEmitter();
  waitForDatabase(collector);
  expect(refuseUntilDatabaseIsUp).toThrow('Faaslens is starting: try again');
  collector.emit('message', 'something else');
  expect(refuseUntilDatabaseIsUp).toThrow('Faaslens is starting');
  collector.emit('message', DATABASE_IS_UP);
  refuseUntilDatabaseIsUp();
});
