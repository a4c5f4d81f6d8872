import { closeSync, openSync, writeSync } from 'node:fs';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { newDatabase } from '@/core/database/testing';
import { openSettings } from '@/core/settings/index';
import { watchDamage } from './damage';

let database: ReturnType<typeof newDatabase>;
let lines: { level: number; msg: string; met?: string }[];
let clock: number;

beforeEach(() => {
  database = newDatabase();
  lines = [];
  clock = 1_700_000_000_000;
});
afterEach(() => database.remove());

const watch = () =>
  watchDamage(
    database.file,
    pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }),
    () => clock,
  );

/** Overwrites the first page of a table, as a bad sector would. */
function damage(table: string): void {
  const db = openDatabase(database.file);
  const size = db.pragma('page_size', { simple: true }) as number;
  const page = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number;
  db.close();
  const file = openSync(database.file, 'r+');
  writeSync(file, Buffer.alloc(size, 0xff), 0, size, (page - 1) * size);
  closeSync(file);
}

it('tells of a damaged page once with the way out and then once an hour, whoever meets it and how often', async () => {
  damage('price_override');
  const found = watch();
  const settings = await openSettings({ databaseFile: database.file });
  expect(found.isMet()).toBe(false);
  const look = () =>
    settings.listPriceOverrides().then(
      () => expect.unreachable(),
      (err: unknown) => found.warn('the prices of the user cannot be read', { err }),
    );
  await look();
  for (; clock < 1_700_000_000_000 + 3_600_000; clock += 5_000)
    found.warn('the rules cannot be read', { reason: 'database disk image is malformed' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 50, met: 'the prices of the user cannot be read' });
  expect(lines[0]?.msg).toMatch(
    /^The database \/.*faaslens\.db is damaged: put a backup in its place \(faaslens restore <backup>.*faaslens check says what is damaged$/,
  );
  expect(found.isMet()).toBe(true);
  await look();
  expect(lines).toHaveLength(2);
  await settings.close();
});

it('leaves all else as it is, once a minute', () => {
  const found = watch();
  for (; clock < 1_700_000_000_000 + 120_000; clock += 5_000)
    found.warn('the prices of the user cannot be read', { err: new Error('the database is busy') });
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual(
    Array(2).fill([40, 'the prices of the user cannot be read']),
  );
  expect(found.isMet()).toBe(false);
});
