import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES, seedRules } from '@/core/alerts/default-rules';
import { openDatabase } from '@/core/database/open';
import { newDatabase } from '@/core/database/testing';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import type { RuleDraft } from '@/core/settings/rule-schema';
import { runAlerts } from './alerts';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let file = '';
const printed: string[] = [];

beforeEach(async () => {
  printed.length = 0;
  database = newDatabase();
  file = join(database.file, '..', 'rules.yaml');
  settings = await openSettings({ databaseFile: database.file });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

const run = (...argv: string[]) => runAlerts(argv, { settings, print: (line) => printed.push(line) });
const write = (text: string) => writeFileSync(file, text);

const FILE = `
rules:
  # Refers to the one below.
  - key: all-down
    name: Everything is down
    figure: firing_rules
    groupBy: all
    condition: { kind: composite, rules: [errors] }
  - key: errors
    name: Errors
    figure: error_rate
    condition: { kind: threshold, threshold: 0.05 }
    mute:
      - { days: [sat, sun], from: "00:00", to: "00:00", timeZone: Europe/Berlin }
    channel: Operations
`;

describe('faaslens alerts', () => {
  it('applies a file, once: again it changes nothing', async () => {
    const { channel } = await settings.createChannel({
      name: 'Operations',
      type: 'webhook',
      settings: { url: 'https://example.com' },
      enabled: true,
    });
    write(FILE);
    expect(await run('apply', file)).toBe(0);
    expect(printed).toEqual(['+ errors', '+ all-down']);
    const rules = await settings.listRules();
    expect(rules.find(({ key }) => key === 'errors')).toMatchObject({
      channelId: channel.id,
      mute: [{ days: ['sat', 'sun'], timeZone: 'Europe/Berlin' }],
    });
    expect(await run('apply', file)).toBe(0);
    expect(printed.at(-1)).toBe('The rules are those of the file.');
    expect(await settings.listRules()).toEqual(rules);
  });

  it('leaves a rule snoozed that somebody has snoozed, unless the file speaks of it', async () => {
    const of = (more: string) => FILE.replace('    channel: Operations\n', more);
    write(of(''));
    await run('apply', file);
    const rule = async () => (await settings.listRules()).find(({ key }) => key === 'errors');
    const { id = '', createdAt: _created, updatedAt: _updated, ...input } = (await rule()) ?? {};
    const snoozedUntil = '2026-03-01T06:00:00Z';
    await settings.updateRule(id, { ...input, snoozedUntil } as RuleDraft);
    expect(await run('diff', file)).toBe(0);
    write(of('    windowMinutes: 15\n'));
    await run('apply', file);
    expect(await rule()).toMatchObject({ windowMinutes: 15, snoozedUntil });
    await run('export', file);
    expect(readFileSync(file, 'utf8')).not.toContain('snooze');
    write(of('    snoozedUntil: null\n'));
    await run('apply', file);
    expect(await rule()).toMatchObject({ windowMinutes: 5, snoozedUntil: null });
  });

  it('gives rules that refer to each other another grouping together', async () => {
    const of = (groupBy: string) =>
      FILE.replace('groupBy: all', `groupBy: ${groupBy}`)
        .replace('figure: error_rate', `figure: error_rate\n    groupBy: ${groupBy}`)
        .replace('    channel: Operations\n', '');
    write(of('function'));
    await run('apply', file);
    write(of('service'));
    expect(await run('apply', file)).toBe(0);
    expect((await settings.listRules()).map(({ groupBy }) => groupBy)).toEqual(['service', 'service']);
  });

  it('says what it would change without changing it', async () => {
    await settings.createRule({
      name: 'Errors',
      figure: 'errors',
      condition: { kind: 'threshold', threshold: 1 },
    });
    await settings.createRule({
      name: 'Old',
      figure: 'errors',
      condition: { kind: 'threshold', threshold: 1 },
    });
    write(FILE.replace('channel: Operations', 'windowMinutes: 15'));
    const before = await settings.listRules();
    expect(await run('diff', file)).toBe(2);
    expect(printed).toContain('~ errors');
    expect(printed).toContain('    windowMinutes: 5 -> 15');
    expect(printed).toContain('+ all-down');
    expect(printed).not.toContain('- old');
    expect(await run('diff', file, '--prune')).toBe(2);
    expect(printed).toContain('- old');
    expect(await settings.listRules()).toEqual(before);
    await run('apply', file, '--prune');
    expect((await settings.listRules()).map(({ key }) => key).sort()).toEqual(['all-down', 'errors']);
    expect(await run('diff', file, '--prune')).toBe(0);
  });

  it('exports a file that makes the same rules', async () => {
    await seedRules(settings, null);
    expect(await run('export', file)).toBe(0);
    expect(await run('diff', file, '--prune')).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('delaySeconds');
    for (const { id } of await settings.listRules()) await settings.deleteRule(id);
    await run('apply', file);
    await run('export');
    expect(printed.at(-1)).toBe(readFileSync(file, 'utf8').trimEnd());
  });

  it.each([
    ['rules: [', /the file is not YAML: /],
    ['rules:\n  - { name: x }', /^rules\.0\.key: must be lower-case/],
    ['rules:\n  - { key: a, name: a }', /^rule a: figure: must be one of/],
    ['rules:\n  - { key: a, name: a, channelId: c }', /^rules\.0\.channelId: name the channel/],
    ['rules:\n  - { key: a, name: a, channel: none }', /^rule a: channel: there is no channel "none"/],
    [`${FILE.replace('all-down', 'errors').replace('channel: Operations', '')}`, /^rule errors: comes twice/],
  ])('changes nothing when the file is wrong, and says where: %j', async (text, problem) => {
    write(text);
    await expect(run('apply', file)).rejects.toThrow(problem);
    expect(await settings.listRules()).toEqual([]);
  });

  it('says how it is used, and which file it cannot read', async () => {
    await expect(run('apply')).rejects.toThrow(/^usage:/);
    await expect(run('sing')).rejects.toThrow(/^usage:/);
    await expect(run('apply', join(file, 'none'))).rejects.toThrow(/cannot be read$/);
  });
});

describe('the default rules', () => {
  it('are made at the first start only, and never come back once they are deleted', async () => {
    expect(await seedRules(settings, null)).toBe(true);
    const rules = await settings.listRules();
    expect(rules.map(({ key }) => key)).toEqual(DEFAULT_RULES.map(({ key }) => key));
    expect(rules.every(({ channelId }) => channelId === null)).toBe(true);
    expect(await seedRules(settings, null)).toBe(false);
    for (const { id } of rules) await settings.deleteRule(id);
    expect(await seedRules(settings, 1)).toBe(false);
    expect(await settings.listRules()).toEqual([]);
  });

  it('are made all or none, so that a first start that was cut off lacks none of them later', async () => {
    const change = (sql: string) => {
      const db = openDatabase(database.file);
      db.exec(sql);
      db.close();
    };
    change(`CREATE TRIGGER cut BEFORE INSERT ON rule WHEN NEW.key = 'error-rate'
            BEGIN SELECT RAISE(ABORT, 'cut off'); END`);
    await expect(seedRules(settings, null)).rejects.toThrow();
    expect(await settings.listRules()).toEqual([]);
    change('DROP TRIGGER cut');
    expect(await seedRules(settings, null)).toBe(true);
    expect(await settings.listRules()).toHaveLength(DEFAULT_RULES.length);
  });
});
