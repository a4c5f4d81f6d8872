import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import type { RuleDraft } from './rule-schema';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

function raw<Row>(sql: string): Row[] {
  const db = openDatabase(database.file, { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

const RULE: RuleDraft = {
  name: 'Errors',
  figure: 'error_rate',
  condition: { kind: 'threshold', threshold: 0.05, recovery: 0.02 },
  minSamples: 20,
  severity: 'critical',
};
const COMPOSITE: RuleDraft = {
  name: 'Both',
  figure: 'firing_rules',
  condition: { kind: 'composite', rules: ['errors'] },
};

describe('rules', () => {
  it('keep what was entered, with defaults for the rest', async () => {
    const rule = await settings.createRule(RULE);
    expect(await settings.getRule(rule.id)).toEqual(rule);
    expect(rule).toEqual({
      ...RULE,
      condition: { kind: 'threshold', direction: 'above', threshold: 0.05, recovery: 0.02 },
      id: rule.id,
      key: 'errors',
      enabled: true,
      filter: { functionId: null, service: null, environment: null, version: null, dependency: null },
      groupBy: 'function',
      logs: null,
      windowMinutes: 5,
      maxSamples: null,
      points: { breaching: 2, of: 3, clear: 30 },
      delaySeconds: 30,
      missingData: 'ok',
      runbookUrl: null,
      mute: [],
      snoozedUntil: null,
      dependsOn: [],
      channelId: null,
      createdAt: clock,
      updatedAt: clock,
    });
    clock += 1000;
    const changed = await settings.updateRule(rule.id, { ...RULE, windowMinutes: 10 });
    expect(changed).toMatchObject({ windowMinutes: 10, key: 'errors', updatedAt: clock });
    await settings.deleteRule(rule.id);
    await expect(settings.getRule(rule.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(settings.deleteRule(rule.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<[Partial<RuleDraft>, RegExp]>([
    [{ figure: 'latency' as never }, /^figure: must be one of invocations, /],
    [{ condition: { kind: 'threshold', threshold: 5 } }, /^condition\.threshold: must be 0 to 1/],
    [
      { condition: { kind: 'threshold', threshold: 0.1, recovery: 0.5 } },
      /^condition\.recovery: must not be above/,
    ],
    [
      { condition: { kind: 'threshold', direction: 'below', threshold: 0.5, recovery: 0.1 } },
      /^condition\.recovery: must not be below/,
    ],
    [{ condition: { kind: 'sometimes' } as never }, /^condition(?:\.kind)?: .*threshold, change/],
    [
      { condition: { kind: 'burn_rate', objective: 1 } },
      /^condition\.objective: must be above 0 and below 1/,
    ],
    [
      { figure: 'cost', condition: { kind: 'burn_rate', objective: 0.9 } },
      /^condition\.kind: burn_rate needs a rate/,
    ],
    [{ figure: 'new_errors', condition: { kind: 'anomaly' } }, /^condition\.kind: anomaly needs a figure/],
    [{ figure: 'log_matches', condition: { kind: 'threshold', threshold: 1 } }, /^logs: goes with/],
    [{ figure: 'self_disk_free' }, /^groupBy: must be all/],
    [{ figure: 'silence_minutes', groupBy: 'version' }, /^groupBy: silence_minutes is not known per version/],
    [
      { figure: 'firing_rules', condition: { kind: 'composite', rules: ['a'] }, groupBy: 'version' },
      /^groupBy: firing_rules is not known per version/,
    ],
    [
      {
        figure: 'log_matches',
        logs: { q: '', minSeverity: 0 },
        condition: { kind: 'threshold', threshold: 10_000 },
      },
      /^condition\.threshold: must be below 10000/,
    ],
    [
      { figure: 'cost_month', condition: { kind: 'change', ratio: 2, against: 'previous' } },
      /^condition\.against: must be day, week or mean_7d/,
    ],
    [{ groupBy: 'dependency' }, /^groupBy: dependency goes with figures about dependencies/],
    [
      { figure: 'dependency_errors', groupBy: 'version' },
      /^groupBy: dependency_errors is not known per version/,
    ],
    [
      { filter: { dependency: 'api.example.com' } },
      /^filter\.dependency: goes with figures about dependencies/,
    ],
    [{ groupBy: 'colour' as never }, /^groupBy: must be function, service/],
    [{ windowMinutes: 0 }, /^windowMinutes: must be 1 to/],
    [{ points: { breaching: 4, of: 3 } }, /^points\.breaching: must not be above points\.of/],
    [{ filter: { functionId: 'checkout' } }, /^filter\.functionId: /],
    [{ channelId: 'chn_none' }, /^channelId: there is no channel/],
    [{ dependsOn: ['nothing'] }, /^dependsOn: there is no rule with the key nothing/],
    [{ name: 'a\u001b[31m' }, /^name: .*control/],
    [{ runbookUrl: 'javascript:alert(1)' }, /^runbookUrl: must be an http/],
    [{ snoozedUntil: 'tomorrow' }, /^snoozedUntil: must be a time as/],
    [
      { mute: [{ days: ['sat'], from: '25:00', to: '08:00', timeZone: 'UTC' }] },
      /^mute\.0\.from: must be a time/,
    ],
    [
      { mute: [{ days: ['sat'], from: '22:00', to: '08:00', timeZone: 'Mars' }] },
      /^mute\.0\.timeZone: must be a time/,
    ],
    [{ threshold: 1 } as never, /threshold/],
  ])('are refused by field: %j', async (part, text) => {
    await expect(settings.createRule({ ...RULE, ...part })).rejects.toThrow(text);
  });

  it('have a key that stays, made of the name and never given twice', async () => {
    const first = await settings.createRule(RULE);
    const second = await settings.createRule(RULE);
    expect([first.key, second.key]).toEqual(['errors', 'errors-2']);
    expect((await settings.createRule({ ...RULE, name: '支払い' })).key).toBe('rule');
    await expect(settings.createRule({ ...RULE, key: 'errors' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(settings.updateRule(first.id, { ...RULE, key: 'other' })).rejects.toThrow(
      /^key: stays errors/,
    );
    expect((await settings.updateRule(first.id, { ...RULE, name: 'New' })).key).toBe('errors');
  });

  it('refer to rules that exist, never in a circle, and keep those from being deleted', async () => {
    const errors = await settings.createRule(RULE);
    await settings.createRule(COMPOSITE);
    await expect(settings.deleteRule(errors.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"Both"'),
    });
    await expect(settings.updateRule(errors.id, { ...RULE, dependsOn: ['both'] })).rejects.toThrow(
      /^dependsOn: both leads back to this rule/,
    );
    await expect(settings.updateRule(errors.id, { ...RULE, dependsOn: ['errors'] })).rejects.toThrow(
      /leads back/,
    );
  });

  it('refer only to rules whose groups they can tell from their own', async () => {
    const services = await settings.createRule({ ...RULE, name: 'Services', groupBy: 'service' });
    const both = { ...COMPOSITE, condition: { kind: 'composite', rules: ['services'] } } as const;
    await expect(settings.createRule(both)).rejects.toThrow(
      /^condition\.rules: services is watched by service, this rule by function: .* groupBy/,
    );
    await expect(settings.createRule({ ...RULE, dependsOn: ['services'] })).rejects.toThrow(/^dependsOn: /);
    await settings.createRule({ ...both, groupBy: 'all' });
    await settings.updateRule(services.id, { ...RULE, name: 'Services', groupBy: 'all' });
    await settings.createRule({ ...both, name: 'Per function' });
    const byService = { ...RULE, name: 'Services', groupBy: 'service' } as const;
    await expect(settings.updateRule(services.id, byService)).rejects.toThrow(
      /^groupBy: "Per function" \(watched by function\) refers to this rule/,
    );
    await settings.updateRule(services.id, byService, { alsoChanged: ['per-function'] });
  });

  it('does not delete a channel that a rule sends to', async () => {
    const { channel } = await settings.createChannel({
      name: 'ops',
      type: 'webhook',
      settings: { url: 'https://example.com' },
      enabled: true,
    });
    const rule = await settings.createRule({ ...RULE, channelId: channel.id });
    await expect(settings.deleteChannel(channel.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('"Errors"'),
    });
    await settings.deleteRule(rule.id);
    await settings.testChannel(channel.id);
    await settings.deleteChannel(channel.id);
    expect(raw('SELECT status FROM outbox')).toEqual([{ status: 'failed' }]);
    expect(await settings.memory.countFailedMessages(0)).toBe(0);
  });
});
