import { expect, it } from 'vitest';
import { channelKinds } from '@/app/_queries/channels';
import type { Channel } from '@/core/settings/settings';
import { initialValues, toInput } from './channel-values';

const kindOf = (name: string) => {
  const kind = channelKinds().find((one) => one.kind === name);
  if (kind === undefined) throw new Error(name);
  return kind;
};

const CHANNEL: Channel = {
  id: 'chn_1',
  name: 'Mail',
  type: 'email',
  target: 'a@example.org',
  settings: {
    to: 'a@example.org',
    from: 'b@example.org',
    host: 'smtp.example.org',
    port: 465,
    security: 'tls',
    user: '',
  },
  secretsSet: ['password'],
  signed: false,
  previousSecretUntil: null,
  enabled: false,
  digestMinutes: 5,
  repeatMinutes: 0,
  fallbackId: null,
  titleTemplate: '',
  textTemplate: '{{text}}',
  failing: false,
  failingSince: null,
  lastError: null,
  createdAt: 0,
  updatedAt: 0,
};

it('a new channel begins with the defaults of its kind', () => {
  const values = initialValues(kindOf('email'), null);
  expect(values).toMatchObject({
    name: 'E-mail',
    enabled: true,
    fields: { port: 587, security: 'starttls' },
  });
});

it('a channel that was turned off because its endpoint is gone is on again once it is saved', () => {
  const gone = { ...CHANNEL, failing: true, failingSince: 1, lastError: 'answered 410' };
  expect(initialValues(kindOf('email'), gone).enabled).toBe(true);
  expect(initialValues(kindOf('email'), CHANNEL).enabled).toBe(false);
});

it('a channel that is opened and saved stays as it is, its secrets included', () => {
  const kind = kindOf('email');
  const {
    name,
    type,
    settings,
    enabled,
    digestMinutes,
    repeatMinutes,
    fallbackId,
    titleTemplate,
    textTemplate,
  } = CHANNEL;
  expect(toInput(kind, initialValues(kind, CHANNEL))).toEqual({
    name,
    type,
    settings,
    enabled,
    digestMinutes,
    repeatMinutes,
    fallbackId,
    titleTemplate,
    textTemplate,
  });
});

it('a secret that is typed is sent', () => {
  const kind = kindOf('email');
  const values = initialValues(kind, CHANNEL);
  const input = toInput(kind, { ...values, fields: { ...values.fields, password: 'new' } });
  expect(input.settings.password).toBe('new');
});
