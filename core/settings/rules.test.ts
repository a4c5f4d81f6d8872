import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import type { RuleInput } from './settings';

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

const RULE: RuleInput = {
  name: 'Errors',
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

describe('rules and channels', () => {
  it('keeps what was entered and says what is wrong', async () => {
    const rule = await settings.createRule(RULE);
    expect(await settings.getRule(rule.id)).toEqual({
      ...RULE,
      id: rule.id,
      createdAt: clock,
      updatedAt: clock,
    });
    clock += 1000;
    const changed = await settings.updateRule(rule.id, { ...RULE, threshold: 0.1 });
    expect(changed).toMatchObject({ threshold: 0.1, updatedAt: clock });
    const wrong: [Partial<RuleInput>, RegExp][] = [
      [{ threshold: 5 }, /^threshold: must be 0 to 1/],
      [{ recoveryThreshold: 0.5 }, /^recoveryThreshold: must not be above threshold/],
      [{ windowMinutes: 0 }, /^windowMinutes: /],
      [{ functionId: 'checkout' }, /^functionId: /],
      [{ channelId: 'chn_none' }, /^channelId: there is no channel/],
      [{ name: 'a\u001b[31m' }, /^name: .*control/],
    ];
    for (const [part, text] of wrong) {
      await expect(settings.createRule({ ...RULE, ...part })).rejects.toThrow(text);
    }
    await settings.deleteRule(rule.id);
    await expect(settings.getRule(rule.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(settings.deleteRule(rule.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows the signing secret once, when the channel is made', async () => {
    const input = { name: 'ops', url: 'https://example.com/hook', enabled: true };
    const { channel, secret } = await settings.createChannel(input);
    expect(secret).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
    expect(
      JSON.stringify([await settings.getChannel(channel.id), await settings.listChannels()]),
    ).not.toContain(secret);
    await settings.updateChannel(channel.id, { ...input, name: 'new' });
    expect((await settings.outbox.target(channel.id))?.secret).toBe(secret);
  });

  it('refuses addresses that are no webhook', async () => {
    for (const url of [
      'file:///etc/passwd',
      'gopher://x',
      'data:,x',
      'https://user:pass@example.com',
      'example.com',
    ]) {
      await expect(settings.createChannel({ name: 'x', url, enabled: true })).rejects.toThrow(
        /^url: must be/,
      );
    }
  });

  it('does not delete a channel that a rule sends to', async () => {
    const { channel } = await settings.createChannel({
      name: 'ops',
      url: 'https://example.com',
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
  });

  it('does not test a channel that is off', async () => {
    const { channel } = await settings.createChannel({
      name: 'ops',
      url: 'https://example.com',
      enabled: false,
    });
    await expect(settings.testChannel(channel.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});
