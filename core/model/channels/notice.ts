import { z } from 'zod';
import { shownLabel } from '../alerts/group-labels';

export type NoticeState = 'firing' | 'acknowledged' | 'resolved' | 'test';

/** One alert inside a notice. */
export interface NoticeAlert {
  readonly id: string;
  readonly state: 'firing' | 'resolved';
  /** Its state in capitals: `FIRING`, `NO DATA`, `ERROR`, `ACKNOWLEDGED` or `RESOLVED`. */
  readonly heading: string;
  readonly ruleName: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly labels: Readonly<Record<string, string>>;
  readonly text: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly url: string | null;
  readonly runbookUrl: string | null;
}

/** A message as every kind of channel gets it: the content, before the channel applies its own format and limits. */
export interface Notice {
  /** Id of the message; the same over all attempts. */
  readonly id: string;
  /** The same for all messages of an incident, by which the receiver groups them. */
  readonly thread: string;
  readonly state: NoticeState;
  readonly severity: NoticeAlert['severity'];
  /** ISO 8601. */
  readonly time: string;
  readonly title: string;
  readonly text: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** A link to look further, or null. */
  readonly url: string | null;
  readonly runbookUrl: string | null;
  /** Its alerts: one, or those of a digest; none in a test message. */
  readonly alerts: readonly NoticeAlert[];
  /** Number of the digest's alerts that are not listed. */
  readonly more: number;
  /** Whether it covers several alerts. */
  readonly digest: boolean;
  /** The stored message, byte for byte: what a webhook signs and sends. */
  readonly payload: string;
  /** The stored message's `data`, which templates may refer to. */
  readonly data: Readonly<Record<string, unknown>>;
}

const text = z.string().catch('');
const optionalText = z.string().nullable().catch(null);
const figure = z.number().nullable().catch(null);
const severity = z.enum(['info', 'warning', 'critical']).catch('warning');

const alertSchema = z.object({
  id: text,
  status: z.enum(['firing', 'resolved']).catch('firing'),
  reason: text,
  acknowledged_by: optionalText,
  rule: z
    .object({ id: text, name: text, severity, runbook_url: optionalText })
    .catch({ id: '', name: '', severity: 'warning', runbook_url: null }),
  function: z.object({ name: text }).catch({ name: '' }),
  message: text,
  labels: z.record(z.string(), z.string()).catch({}),
  value: figure,
  threshold: figure,
  unit: text,
  window: text,
  samples: figure,
  starts_at: optionalText,
  ends_at: optionalText,
  url: optionalText,
});

const digestSchema = z.object({
  message: text,
  firing: z.number().catch(0),
  acknowledged: z.number().catch(0),
  resolved: z.number().catch(0),
  still_firing: z.number().catch(0),
  alerts: z.array(alertSchema).catch([]),
  more: z.number().catch(0),
  url: optionalText,
});

const payloadSchema = z.object({
  type: text,
  timestamp: text,
  data: z.record(z.string(), z.unknown()).catch({}),
});

type StoredAlert = z.output<typeof alertSchema>;

export interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly payload: string;
}

/**
 * Reads a stored message. A missing field is left empty rather than refused: a message queued by an older version must still
 * be sent.
 */
export function readNotice(stored: Stored): Notice {
  const { timestamp, data } = payloadSchema.parse(JSON.parse(stored.payload));
  const base = { id: stored.id, time: timestamp, payload: stored.payload, data, more: 0, digest: false };
  if (stored.kind === 'alert.test') {
    return {
      ...base,
      thread: stored.id,
      state: 'test',
      severity: 'info',
      title: 'Test message',
      text: text.parse(data.message),
      facts: [],
      url: null,
      runbookUrl: null,
      alerts: [],
    };
  }
  if (stored.kind === 'alert.digest') return { ...base, ...readDigest(data, stored.channelId) };
  const alert = alertSchema.parse(data);
  const { rule } = alert;
  return {
    ...base,
    thread: stored.incidentId ?? stored.id,
    state: stored.kind === 'alert.acknowledged' ? 'acknowledged' : alert.status,
    severity: rule.severity,
    title: alertTitle(alert),
    text: alert.message,
    facts: alertFacts(alert),
    url: alert.url,
    runbookUrl: rule.runbook_url,
    alerts: [toNoticeAlert(alert)],
  };
}

/** All digests of a channel form one thread, which ends when none of its alerts is firing any longer. */
function readDigest(data: unknown, channelId: string) {
  const { message, firing, acknowledged, resolved, still_firing, alerts, more, url } =
    digestSchema.parse(data);
  const worst = (['critical', 'warning'] as const).find((level) =>
    alerts.some((alert) => alert.status === 'firing' && alert.rule.severity === level),
  );
  const counts = [
    firing > 0 ? `${firing} firing` : '',
    acknowledged > 0 ? `${acknowledged} acknowledged` : '',
    resolved > 0 ? `${resolved} resolved` : '',
  ];
  return {
    thread: `storm_${channelId}`,
    state: firing + still_firing > 0 ? ('firing' as const) : ('resolved' as const),
    severity: worst ?? ('info' as const),
    title: `Alerts: ${counts.filter((count) => count !== '').join(', ')}`,
    text: message,
    facts: [],
    url,
    runbookUrl: null,
    alerts: alerts.map(toNoticeAlert),
    more,
    digest: true,
  };
}

function alertTitle(alert: StoredAlert): string {
  const [label] = Object.entries(alert.labels);
  const subject = alert.function.name || (label === undefined ? '' : shownLabel(...label));
  return `${headingOf(alert)}: ${alert.rule.name}${subject === '' ? '' : ` on ${subject}`}`;
}

function headingOf({ status, reason, acknowledged_by }: StoredAlert): string {
  if (status === 'resolved') return 'RESOLVED';
  if (acknowledged_by !== null) return 'ACKNOWLEDGED';
  if (reason === 'no_data') return 'NO DATA';
  return reason === 'error' ? 'ERROR' : 'FIRING';
}

function alertFacts({ value, threshold, unit, window, samples, rule, labels }: StoredAlert): Notice['facts'] {
  const withUnit = (number: number) => (unit === '' ? `${number}` : `${number} ${unit}`);
  const known: readonly (readonly [string, string | null])[] = [
    ['Value', value === null ? null : withUnit(value)],
    ['Limit', threshold === null ? null : withUnit(threshold)],
    ['Window', window],
    ['Invocations', samples === null ? null : `${samples}`],
    ['Severity', rule.severity],
    ...Object.entries(labels).map(([name, label]) => [capital(name), shownLabel(name, label)] as const),
  ];
  return known.flatMap(([label, fact]) => (fact === null || fact === '' ? [] : [{ label, value: fact }]));
}

function toNoticeAlert(alert: StoredAlert): NoticeAlert {
  return {
    id: alert.id,
    state: alert.status,
    heading: headingOf(alert),
    ruleName: alert.rule.name,
    severity: alert.rule.severity,
    labels: alert.labels,
    text: alert.message,
    startsAt: alert.starts_at,
    endsAt: alert.ends_at,
    url: alert.url,
    runbookUrl: alert.rule.runbook_url,
  };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The text and, in a digest, a line for each alert; unescaped, to be escaped and cut by the channel. */
export function fullText({ text: own, digest, alerts, more }: Notice): string {
  if (!digest) return own;
  const lines = alerts.map((alert) => `• ${alert.heading} ${alert.ruleName}: ${alert.text}`);
  return [own, ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
