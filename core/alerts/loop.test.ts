import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from '../settings/index';
import type { RuleInput } from '../settings/settings';
import { evaluateOnce } from './loop';
import { settableFigures } from './testing';

const RULE: RuleInput = {
  name: 'Error rate',
  enabled: true,
  kind: 'error_rate',
  functionId: null,
  environment: null,
  windowMinutes: 5,
  threshold: 0.05,
  recoveryThreshold: 0.02,
  minInvocations: 20,
  severity: 'critical',
  channelId: null,
};
const ONE = '0000000000000001';
const TWO = '0000000000000002';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let figures: ReturnType<typeof settableFigures>;
let warnings: string[];
let clock = 0;

beforeEach(async () => {
  clock = Date.now();
  warnings = [];
  figures = settableFigures();
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock, busyTimeoutMs: 50 });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

async function decide(count = 1): Promise<number> {
  let transitions = 0;
  for (let round = 0; round < count; round += 1) {
    const result = await evaluateOnce({
      rules: settings,
      memory: settings.memory,
      reader: figures.reader,
      baseUrl: 'http://localhost:3000',
      now: () => clock,
      random: randomBytes,
      warn: (_facts, text) => warnings.push(text),
    });
    transitions += result.transitions;
    clock += 15_000;
  }
  return transitions;
}

function sql(text: string): void {
  const db = openDatabase(database.file);
  db.exec(text);
  db.close();
}

const statuses = async () =>
  (await settings.listIncidents({ limit: 9 })).items
    .map(({ groupKey, status }) => `${groupKey.slice(-1)} ${status}`)
    .sort();

describe('a round', () => {
  it('forgets a group whose incident is gone, says so, and goes on with the others', async () => {
    await settings.createRule(RULE);
    figures.set(100, 50, ONE);
    figures.set(100, 50, TWO);
    await decide(2);
    sql(`DELETE FROM incident WHERE group_key = '${ONE}'`);
    figures.set(100, 0, ONE);
    figures.set(100, 0, TWO);
    expect(await decide(3)).toBe(1);
    expect(await statuses()).toEqual(['2 resolved']);
    expect(await settings.memory.listStates()).toEqual([]);
    expect(warnings).toEqual(['a group is forgotten: its incident does not exist any more']);
  });

  it('decides on the other groups when one cannot be decided on', async () => {
    await settings.createRule(RULE);
    figures.set(100, 50, ONE);
    figures.set(100, 50, TWO);
    await decide(2);
    sql(`UPDATE incident SET labels = 'no JSON' WHERE group_key = '${ONE}'`);
    figures.set(100, 0, ONE);
    figures.set(100, 0, TWO);
    expect(await decide(3)).toBe(1);
    sql(`UPDATE incident SET labels = '{}' WHERE group_key = '${ONE}'`);
    expect(await statuses()).toEqual(['1 firing', '2 resolved']);
    expect(warnings).toEqual(['some groups could not be evaluated; trying again']);
    expect(await decide()).toBe(1);
  });

  it('commits the other groups when one cannot be committed, and fails', async () => {
    await settings.createRule(RULE);
    figures.set(100, 50, ONE);
    figures.set(100, 50, TWO);
    await decide();
    sql(
      `CREATE TRIGGER dead BEFORE INSERT ON incident WHEN NEW.group_key = '${ONE}'
       BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    await expect(decide()).rejects.toThrow();
    expect(await statuses()).toEqual(['2 firing']);
    sql('DROP TRIGGER dead');
    await decide();
    expect(await statuses()).toEqual(['1 firing', '2 firing']);
  });

  it('changes nothing while another program holds the database, and decides at the next one', async () => {
    await settings.createRule(RULE);
    figures.set(100, 50, ONE);
    await decide();
    const other = openDatabase(database.file);
    other.exec('BEGIN IMMEDIATE');
    await expect(decide()).rejects.toMatchObject({ code: 'unavailable' });
    other.exec('ROLLBACK');
    other.close();
    expect(await statuses()).toEqual([]);
    expect(await decide()).toBe(1);
    expect(await statuses()).toEqual(['1 firing']);
  });
});
