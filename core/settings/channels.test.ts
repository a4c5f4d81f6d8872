import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import type { ChannelFields, ChannelInput } from './settings';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1);
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

const WEBHOOK: ChannelInput = {
  name: 'ops',
  type: 'webhook',
  settings: { url: 'https://example.com/hook/secret-path' },
  enabled: true,
};
const EMAIL: ChannelInput = {
  name: 'mail',
  type: 'email',
  settings: {
    to: 'a@example.org, b@example.org',
    from: 'faaslens@example.org',
    host: 'smtp.example.org',
    port: 587,
    security: 'starttls',
    user: 'faaslens',
    password: 'pass-word-1',
  },
  enabled: true,
};

const inputOf = (type: ChannelInput['type'], settings: ChannelFields): ChannelInput => ({
  name: type,
  type,
  settings,
  enabled: true,
});

const secretsIn = async (id: string) => JSON.stringify((await settings.outbox.target(id))?.opened);

describe('a channel', () => {
  it('never shows its secrets again, and says which it has', async () => {
    const { channel, secret } = await settings.createChannel(WEBHOOK);
    expect(secret).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
    const mail = await settings.createChannel(EMAIL);
    expect(mail.secret).toBeNull();
    const shown = JSON.stringify([
      channel,
      await settings.getChannel(channel.id),
      await settings.listChannels(),
    ]);
    expect(shown).not.toMatch(/secret-path|pass-word-1|whsec_/);
    expect(channel).toMatchObject({ target: 'example.com', secretsSet: ['url'], signed: true, settings: {} });
    expect(mail.channel).toMatchObject({
      target: 'a@example.org and 1 more',
      secretsSet: ['password'],
      signed: false,
      settings: { host: 'smtp.example.org', port: 587 },
    });
  });

  it('keeps secrets that a change leaves out, takes new ones, and removes one that is null', async () => {
    const { channel } = await settings.createChannel(EMAIL);
    const { password: _, ...rest } = EMAIL.settings;
    await settings.updateChannel(channel.id, { ...EMAIL, settings: { ...rest, port: 465 } });
    expect(await secretsIn(channel.id)).toMatch(/"port":465.*pass-word-1/);
    await settings.updateChannel(channel.id, { ...EMAIL, settings: { ...rest, password: 'other' } });
    expect(await secretsIn(channel.id)).toMatch(/"password":"other"/);
    await settings.updateChannel(channel.id, { ...EMAIL, settings: { ...rest, password: null } });
    expect(await secretsIn(channel.id)).toMatch(/"password":""/);
    expect((await settings.getChannel(channel.id)).secretsSet).toEqual([]);
  });

  it('sends a secret that is kept to no other place, which somebody who does not know it could name', async () => {
    const ntfy = { server: 'https://ntfy.example.org', topic: 'alerts', token: 'tk_1' };
    const bridge = { url: 'https://bridge.example.org/a', authorization: 'Bearer b-1' };
    const chat = { token: '12:abc', chatId: '1', threadId: '', apiUrl: 'https://api.telegram.org' };
    const cases: [ChannelInput, secret: string, elsewhere: ChannelFields, there: ChannelFields][] = [
      [EMAIL, 'password', { host: 'smtp.evil.example' }, { host: 'SMTP.example.org', port: 2525 }],
      [inputOf('ntfy', ntfy), 'token', { server: 'http://ntfy.example.org' }, { topic: 'others' }],
      [
        inputOf('alertmanager', bridge),
        'authorization',
        { url: 'https://bridge.evil.example/a' },
        { url: 'https://bridge.example.org/other' },
      ],
      [inputOf('telegram', chat), 'token', { apiUrl: 'https://api.evil.example' }, { chatId: '2' }],
    ];
    for (const [input, secret, elsewhere, there] of cases) {
      const { channel } = await settings.createChannel(input);
      const { [secret]: known, ...rest } = input.settings;
      const change = (given: ChannelFields) =>
        settings.updateChannel(channel.id, { ...input, settings: { ...rest, ...given } });
      await expect(change(elsewhere)).rejects.toThrow(
        `settings.${secret}: must be given again, because settings.${Object.keys(elsewhere)[0]} is another one`,
      );
      await change(there);
      expect(await secretsIn(channel.id)).toContain(known);
      await change({ ...elsewhere, [secret]: known });
      expect(await secretsIn(channel.id)).toContain(known);
    }
  });

  it('is refused by field', async () => {
    const { channel } = await settings.createChannel(WEBHOOK);
    const wrong: [object, RegExp][] = [
      [{ type: 'pigeon' }, /^type: must be one of webhook, slack, email/],
      [{ settings: {} }, /^settings\.url: must be given/],
      [{ settings: { url: null } }, /^settings\.url: must be given/],
      [{ settings: { url: 'file:///etc/passwd' } }, /^settings\.url: must be an http/],
      [{ settings: { url: 'https://user:pass@example.com' } }, /^settings\.url: must be an http/],
      [{ settings: { url: 'https://a.example', extra: 1 } }, /^settings: .*extra/],
      [{ type: 'ntfy', settings: { topic: 'alerts' } }, /^settings\.server: must be given/],
      [{ type: 'ntfy', settings: { server: 'https://ntfy.sh', topic: 5 } }, /^settings\.topic: must be text/],
      [{ digestMinutes: -1 }, /^digestMinutes: must be 0 to 1440/],
      [{ repeatMinutes: 99_999 }, /^repeatMinutes: must be 0 to 10080/],
      [{ fallbackId: 'chn_none' }, /^fallbackId: there is no channel/],
      [{ titleTemplate: '{{constructor}}' }, /^titleTemplate: there is no \{\{constructor\}\}/],
      [{ textTemplate: '{{ open' }, /^textTemplate: has braces/],
    ];
    for (const [part, text] of wrong) {
      await expect(settings.createChannel({ ...WEBHOOK, ...part })).rejects.toThrow(text);
    }
    const self = { ...WEBHOOK, fallbackId: channel.id };
    await expect(settings.updateChannel(channel.id, self)).rejects.toThrow(/^fallbackId: must be another/);
    await expect(settings.updateChannel(channel.id, EMAIL)).rejects.toThrow(/^type: stays webhook/);
    const noAddress = { ...EMAIL, settings: { ...EMAIL.settings, to: 'ops' } };
    await expect(settings.createChannel(noAddress)).rejects.toThrow(/^settings\.to: must be addresses/);
    const injected = { ...EMAIL, settings: { ...EMAIL.settings, from: 'a@b.example\r\nBcc: x@y.example' } };
    await expect(settings.createChannel(injected)).rejects.toThrow(/^settings\.from: must not hold control/);
  });

  it('replaces its signing secret, and the old one holds for a day', async () => {
    const { channel, secret } = await settings.createChannel(WEBHOOK);
    const { secret: newer, previousValidUntil } = await settings.rotateChannelSecret(channel.id);
    expect(newer).not.toBe(secret);
    expect(previousValidUntil).toBe(clock + 86_400_000);
    const signing = async () => (await settings.outbox.target(channel.id))?.opened;
    expect(await signing()).toMatchObject({ signingSecrets: [newer, secret] });
    expect((await settings.getChannel(channel.id)).previousSecretUntil).toBe(previousValidUntil);
    clock = previousValidUntil;
    expect(await signing()).toMatchObject({ signingSecrets: [newer] });
    expect((await settings.getChannel(channel.id)).previousSecretUntil).toBeNull();
    const mail = await settings.createChannel(EMAIL);
    await expect(settings.rotateChannelSecret(mail.channel.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is no fallback any more once it is deleted', async () => {
    const { channel: fallback } = await settings.createChannel(EMAIL);
    const { channel } = await settings.createChannel({ ...WEBHOOK, fallbackId: fallback.id });
    await settings.deleteChannel(fallback.id);
    expect((await settings.getChannel(channel.id)).fallbackId).toBeNull();
  });

  it('takes all rules that have none when it is made, where its maker wants that', async () => {
    const rule = async (name: string, channelId: string | null) =>
      settings.createRule({
        name,
        figure: 'errors',
        condition: { kind: 'threshold', threshold: 0 },
        channelId,
      });
    const { channel: mail } = await settings.createChannel(EMAIL);
    const told = await rule('Told', mail.id);
    const untold = [await rule('Untold', null), await rule('Untold, too', null)];
    const channelsOf = (rules: readonly { readonly id: string }[]) =>
      Promise.all(rules.map(async ({ id }) => (await settings.getRule(id)).channelId));
    await settings.createChannel(WEBHOOK);
    expect(await channelsOf(untold)).toEqual([null, null]);
    const { channel } = await settings.createChannel({ ...WEBHOOK, forRulesWithoutChannel: true });
    expect(await channelsOf([told, ...untold])).toEqual([mail.id, channel.id, channel.id]);
  });

  it('is not tested while it is off', async () => {
    const { channel } = await settings.createChannel({ ...WEBHOOK, enabled: false });
    await expect(settings.testChannel(channel.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a preview of templates', () => {
  it('is made of an invented alert, then of the newest real one', async () => {
    const templates = { titleTemplate: '{{rule.name}}: {{value}} {{unit}}', textTemplate: '' };
    const invented = await settings.previewTemplates(templates);
    expect(invented).toMatchObject({ title: 'Error rate: 7.4 %', note: null, incidentId: null });
    const { channel } = await settings.createChannel(WEBHOOK);
    const message = {
      kind: 'alert.firing',
      channelId: channel.id,
      incidentId: 'inc_1',
      data: { status: 'firing', rule: { name: 'Timeouts' }, value: 3, unit: '' },
    } as const;
    await settings.memory.commit([{ ruleId: 'r', groupKey: 'g', state: null, message }], clock);
    const real = await settings.previewTemplates({ ...templates, textTemplate: '{{labels.team}}' });
    expect(real).toMatchObject({ title: 'Timeouts: 3 ', incidentId: 'inc_1' });
    expect(real.note).toMatch(/default text: the template says nothing/);
  });
});
