import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from '../settings/index';
import { createPruner } from './prune';

const DAY_MS = 86_400_000;

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;
const warnings: string[] = [];

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1);
  warnings.length = 0;
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock, busyTimeoutMs: 50 });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

const newPruner = () =>
  createPruner({
    outbox: settings.outbox,
    now: () => clock,
    warn: (_facts, text) => warnings.push(text),
  });

function sql<Row>(text: string): Row[] {
  const db = openDatabase(database.file);
  try {
    const statement = db.prepare<[], Row>(text);
    if (statement.reader) return statement.all();
    statement.run();
    return [];
  } finally {
    db.close();
  }
}

/** Messages and their attempts of the given age, as the deliverer leaves them. */
function insert(count: number, status: string, ageDays: number): void {
  const at = new Date(clock - ageDays * DAY_MS).toISOString();
  const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  const id = `'${status} ${ageDays} ' || i`;
  sql(
    `INSERT INTO outbox (id, kind, channel_id, incident_id, payload, created_at, next_attempt_at, attempts, status, alerts)
     ${rows} SELECT ${id}, 'alert.test', 'c', NULL, '{}', '${at}', '${at}', 1, '${status}', 1 FROM n`,
  );
  sql(
    `INSERT INTO delivery (id, outbox_id, channel_id, attempt, at, ok, duration_ms)
     ${rows} SELECT ${id}, ${id}, 'c', 1, '${at}', 1, 1 FROM n`,
  );
}
const left = (table: 'outbox' | 'delivery') =>
  sql<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`).map(({ id }) => id);

describe('pruning', () => {
  it('removes messages and attempts after 30 days, but nothing that still waits', async () => {
    insert(1, 'delivered', 31);
    insert(1, 'failed', 31);
    insert(1, 'pending', 31);
    insert(1, 'delivered', 29);
    await newPruner().prune();
    expect(left('outbox')).toEqual(['delivered 29 1', 'pending 31 1']);
    expect(left('delivery')).toEqual(['delivered 29 1']);
  });

  it('keeps an old message that was sent again of late', async () => {
    insert(1, 'delivered', 31);
    const recently = new Date(clock - DAY_MS).toISOString();
    sql(`UPDATE outbox SET next_attempt_at = '${recently}'`);
    await newPruner().prune();
    expect(left('outbox')).toEqual(['delivered 31 1']);
  });

  it('looks once a day, and at once again when there was more than it removes at a time', async () => {
    const pruner = newPruner();
    insert(501, 'delivered', 31);
    await pruner.prune();
    expect(left('outbox')).toHaveLength(1);
    await pruner.prune();
    expect([...left('outbox'), ...left('delivery')]).toEqual([]);
    insert(1, 'delivered', 32);
    clock += DAY_MS - 1;
    await pruner.prune();
    expect(left('outbox')).toHaveLength(1);
    clock += 1;
    await pruner.prune();
    expect(left('outbox')).toEqual([]);
  });

  it('tries again at the next round when the database is held', async () => {
    const pruner = newPruner();
    insert(1, 'delivered', 31);
    const other = openDatabase(database.file);
    other.exec('BEGIN IMMEDIATE');
    await pruner.prune();
    other.exec('ROLLBACK');
    other.close();
    expect(warnings).toEqual(['old deliveries could not be removed; trying again']);
    expect(left('outbox')).toHaveLength(1);
    await pruner.prune();
    expect(left('outbox')).toEqual([]);
  });
});
