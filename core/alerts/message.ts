import type { TimeRange } from '../model/time-range';
import type { OpenIncident } from '../settings/alert-memory';
import type { MessageInput } from '../settings/messages';

/** Names come from telemetry and may have any length and content; the whole message stays far below 20 kB. */
const NAME_LENGTH = 200;
/** Control characters, and those that change the direction of text: with them a name can pretend to be another text. */
const DECEPTIVE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

export interface MessageFacts {
  readonly incident: OpenIncident;
  readonly functionName: string;
  /** Share of failed invocations and their number now; null when there are too few. */
  readonly value: number | null;
  readonly samples: number;
  readonly window: TimeRange;
  /** Address of the dashboard, without a trailing slash. */
  readonly baseUrl: string;
  readonly exampleTraceIds: readonly string[];
}

/** The message that an incident has begun or ended; null when its rule has no channel. */
export function alertMessage(facts: MessageFacts): MessageInput | null {
  const { incident } = facts;
  if (incident.channelId === null) return null;
  const name = clean(facts.functionName) || incident.groupKey;
  const firing = incident.status === 'firing';
  return {
    kind: firing ? 'alert.firing' : 'alert.resolved',
    channelId: incident.channelId,
    incidentId: incident.id,
    data: {
      id: incident.id,
      rule: { id: incident.ruleId, name: incident.ruleName, severity: incident.severity },
      status: incident.status,
      reason: incident.reason,
      message: firing ? firingText(facts, name) : resolvedText(facts, name),
      function: { id: incident.groupKey, name, environment: clean(incident.labels.environment ?? '') },
      labels: Object.fromEntries(Object.entries(incident.labels).map(([key, text]) => [key, clean(text)])),
      value: facts.value === null ? null : percent(facts.value),
      threshold: percent(incident.threshold),
      unit: '%',
      window: `${incident.windowMinutes}m`,
      samples: facts.samples,
      starts_at: new Date(incident.startsAt).toISOString(),
      ends_at: incident.endsAt === null ? null : new Date(incident.endsAt).toISOString(),
      url: functionUrl(facts),
      example_traces: facts.exampleTraceIds,
    },
  };
}

function firingText({ incident, samples }: MessageFacts, name: string): string {
  return (
    `${percent(incident.value)} % of ${samples} invocations of ${name} failed within ` +
    `${incident.windowMinutes} min; the limit is ${percent(incident.threshold)} %.`
  );
}

function resolvedText({ incident, value }: MessageFacts, name: string): string {
  switch (incident.reason) {
    case 'no_data':
      return `${name} has had too few invocations since; the alert is closed without proof of recovery.`;
    case 'rule_changed':
      return `The alert of ${name} is closed because its rule was changed or turned off.`;
    case 'rule_deleted':
      return `The alert of ${name} is closed because its rule was deleted.`;
    default:
      return `${name} has recovered: ${percent(value ?? 0)} % of its invocations fail.`;
  }
}

/** The function's page with the window frozen, so that the link shows the same figures tomorrow. */
function functionUrl({ baseUrl, incident, window }: MessageFacts): string {
  const from = new Date(window.fromMs).toISOString();
  const to = new Date(window.toMs).toISOString();
  const query = new URLSearchParams({ from, to });
  return `${baseUrl}/functions/${encodeURIComponent(incident.groupKey)}?${query}`;
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function clean(name: string): string {
  const text = name.replace(DECEPTIVE, '');
  return text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1)}…` : text;
}
