import { digestMessage } from '../digest';
import type { Stored } from '../notice';
import type { ChannelKind } from '../registry';

/** Settings of every kind, all for the same address. For tests. */
export function sampleSettings(
  url: string,
): Readonly<Record<ChannelKind, Readonly<Record<string, unknown>>>> {
  return {
    webhook: { url },
    slack: { url },
    email: {
      to: 'ops@example.org',
      from: 'faaslens@example.org',
      host: URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : url,
      port: URL.canParse(url) ? Number(new URL(url).port) || 25 : 25,
      security: 'none',
      user: '',
      password: '',
    },
    pagerduty: { routingKey: 'R0000000000000000000000000000000', url },
    alertmanager: { url, authorization: 'Bearer token-12345' },
    teams: { url },
    discord: { url },
    telegram: { token: '12345:secret-bot', chatId: '-100', threadId: '', apiUrl: url },
    ntfy: { server: url, topic: 'alerts', token: 'tk_secret' },
    'google-chat': { url },
    mattermost: { url, channel: '' },
  };
}

export interface SampleText {
  readonly name: string;
  readonly message: string;
  readonly label: string;
}

/** A stored message of an alert that contains these texts. For tests. */
export function alertMessageOf(
  { name, message, label }: SampleText,
  state: 'firing' | 'acknowledged' | 'resolved' = 'firing',
  id = 'inc_1',
): Stored {
  const kind = `alert.${state}`;
  const status = state === 'resolved' ? 'resolved' : 'firing';
  return {
    id: `msg_${id}_${state}`,
    kind,
    channelId: 'chn_1',
    incidentId: id,
    payload: JSON.stringify({
      type: kind,
      timestamp: '2026-01-01T00:00:00.000Z',
      data: {
        id,
        rule: { id: 'rul_1', name, severity: 'critical', runbook_url: 'https://runbooks.example.org/errors' },
        status,
        reason: 'threshold',
        ...(state === 'acknowledged' ? { acknowledged_by: 'ops' } : {}),
        message,
        function: { id: '00112233aabbccdd', name: label, environment: 'production' },
        labels: { function: label, environment: 'production', team: label },
        value: 7.4,
        threshold: 5,
        unit: '%',
        window: '5m',
        samples: 812,
        starts_at: '2026-01-01T00:00:00.000Z',
        ends_at: status === 'resolved' ? '2026-01-01T00:10:00.000Z' : null,
        url: 'https://faaslens.example.org/functions/00112233aabbccdd?from=a&to=b',
        example_traces: ['a'.repeat(32)],
      },
    }),
  };
}

export const TEST_MESSAGE: Stored = {
  id: 'msg_test',
  kind: 'alert.test',
  channelId: 'chn_1',
  incidentId: null,
  payload: JSON.stringify({
    type: 'alert.test',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: {
      channel: { id: 'chn_1', name: 'ops' },
      message: 'Test message of the Faaslens channel "ops": it works.',
    },
  }),
};

/** A stored digest of `count` alerts. For tests. */
export function digestOf(count: number, texts: SampleText): Stored {
  const alerts = Array.from({ length: count }, (_, index) => alertMessageOf(texts, 'firing', `inc_${index}`));
  const facts = { channelId: 'chn_1', stillFiring: count, baseUrl: 'https://faaslens.example.org' };
  const { kind, channelId, incidentId, data } = digestMessage(alerts, facts);
  const payload = JSON.stringify({ type: kind, timestamp: '2026-01-01T00:00:00.000Z', data });
  return { id: 'dig_1', kind, channelId, incidentId, payload };
}
