import { createHash } from 'node:crypto';
import { z } from 'zod';
import { channelKind, hostOf, postJson } from './channel-kind';
import { optionalSecret, webAddress } from './field';
import type { Notice, NoticeAlert } from './notice';

/** Go's zero time, which its readers expect for a time that is not set. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** The webhook of Prometheus Alertmanager, version 4: whatever accepts its alerts accepts ours. */
export const alertmanager = channelKind({
  kind: 'alertmanager',
  title: 'Alertmanager webhook',
  about: "The JSON of Prometheus Alertmanager's webhook, for the many bridges that take it.",
  schedule: 'programs',
  // Its alerts are either firing or resolved: a message about an acknowledgement would look like a repeat.
  takesAcknowledgement: false,
  settings: z.strictObject({
    url: webAddress({
      label: 'Receiver URL',
      help: 'Called as Alertmanager calls a webhook_config.',
      placeholder: 'https://bridge.example.org/alert',
      secret: true,
    }),
    authorization: optionalSecret({
      label: 'Authorization header',
      help: 'Its whole value, as Bearer followed by a token; empty for none.',
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: (notice, { url, authorization }) =>
    postJson(url, body(notice), authorization === '' ? {} : { authorization }),
});

function body(notice: Notice) {
  const alerts = notice.alerts.length > 0 ? notice.alerts.map(toAlert) : [testAlert(notice)];
  const status = notice.state === 'resolved' ? 'resolved' : 'firing';
  return {
    version: '4',
    groupKey: `{}:{thread="${notice.thread}"}`,
    truncatedAlerts: notice.more,
    status,
    receiver: 'faaslens',
    groupLabels: common(alerts.map(({ labels }) => ({ alertname: labels.alertname ?? '' }))),
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: notice.url === null ? '' : new URL(notice.url).origin,
    alerts,
  };
}

interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

function toAlert(alert: NoticeAlert): Alert {
  const labels = { ...alert.labels, alertname: alert.ruleName, severity: alert.severity };
  return {
    status: alert.state,
    labels,
    annotations: {
      summary: alert.text,
      ...(alert.runbookUrl === null ? {} : { runbook_url: alert.runbookUrl }),
    },
    startsAt: alert.startsAt ?? NO_TIME,
    endsAt: alert.endsAt ?? NO_TIME,
    generatorURL: alert.url ?? '',
    fingerprint: fingerprint(labels),
  };
}

function testAlert({ title, text, time, id }: Notice): Alert {
  const labels = { alertname: 'FaaslensTest', severity: 'info' };
  return {
    status: 'firing',
    labels,
    annotations: { summary: `${title}: ${text}` },
    startsAt: time,
    endsAt: NO_TIME,
    generatorURL: '',
    fingerprint: fingerprint({ ...labels, id }),
  };
}

/** The same for equal labels, so that a receiver can match a resolved alert with its firing one. */
function fingerprint(labels: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The labels that all alerts have with the same value. */
function common(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}
