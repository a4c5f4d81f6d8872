import { countedFrom, figureFacts, isOfWindow, sampleWord, type ValueUnit } from '../model/alerts/figures';
import { shownLabel } from '../model/alerts/group-labels';
import { pageWithValue } from '../model/alerts/page-of';
import type { Beginning, MessageInput } from '../model/channels/message-input';
import type { TimeRange } from '../model/time-range';
import type { OpenIncident } from '../settings/alert-state';

/** Names come from telemetry and may have any length and content; the whole message stays far below 20 kB. */
const NAME_LENGTH = 200;
const EXPLANATION_LENGTH = 1000;
/** Control characters, and those that change the direction of text: with them a name can pretend to be another text. */
const DECEPTIVE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

export interface MessageFacts {
  readonly incident: OpenIncident;
  /** What the figure is now; null when there are too few invocations. */
  readonly value: number | null;
  readonly samples: number;
  readonly window: TimeRange;
  /** Address of the dashboard, without a trailing slash. */
  readonly baseUrl: string;
  readonly exampleTraceIds: readonly string[];
}

const UNITS: Readonly<Record<ValueUnit, string>> = {
  count: '',
  share: '%',
  ms: 'ms',
  usd: 'USD',
  minutes: 'min',
  times: 'x',
};

/** The message that an incident has begun or ended; null when its rule has no channel. */
export function alertMessage(facts: MessageFacts): MessageInput | null {
  const { incident } = facts;
  if (incident.channelId === null) return null;
  const { unit, labels } = incident;
  const name = clean(labels.function ?? '') || (incident.functionId ?? '');
  const firing = incident.status === 'firing';
  return {
    kind: firing ? beginningOf(incident) : 'alert.resolved',
    channelId: incident.channelId,
    incidentId: incident.id,
    data: {
      id: incident.id,
      rule: {
        id: incident.ruleId,
        name: incident.ruleName,
        severity: incident.severity,
        runbook_url: incident.runbookUrl,
      },
      status: incident.status,
      reason: incident.reason,
      message: firing
        ? firingText(facts, subjectOf(facts, name))
        : resolvedText(facts, subjectOf(facts, name)),
      function: { id: incident.functionId, name, environment: clean(labels.environment ?? '') },
      labels: Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, clean(text)])),
      figure: incident.figure,
      value: shownNumber(facts.value, unit),
      threshold: shownNumber(incident.threshold, unit),
      unit: UNITS[unit],
      explanation: clean(incident.explanation, EXPLANATION_LENGTH),
      window: isOfWindow(incident.figure) ? `${incident.windowMinutes}m` : null,
      samples: facts.samples,
      starts_at: new Date(incident.startsAt).toISOString(),
      ends_at: incident.endsAt === null ? null : new Date(incident.endsAt).toISOString(),
      url: facts.baseUrl + pageWithValue({ ...incident, samples: facts.samples }, facts.window),
      incident_url: `${facts.baseUrl}/alerts/incidents/${incident.id}`,
      example_traces: facts.exampleTraceIds,
    },
  };
}

function beginningOf({ reason }: OpenIncident): Beginning {
  if (reason === 'no_data') return 'alert.no_data';
  return reason === 'error' ? 'alert.error' : 'alert.firing';
}

/** What it is about: the function, or the labels of its group. */
function subjectOf({ incident }: MessageFacts, name: string): string {
  if (name !== '') return name;
  const labels = Object.entries(incident.labels).map(
    ([key, text]) => `${key} ${clean(shownLabel(key, text))}`,
  );
  return labels.length === 0 ? 'Faaslens' : labels.join(', ');
}

function firingText({ incident, value, samples }: MessageFacts, subject: string): string {
  const explanation = clean(incident.explanation, EXPLANATION_LENGTH);
  if (incident.reason === 'error') return `The rule cannot be evaluated: ${explanation}.`;
  if (incident.reason === 'no_data') return `There is no data of ${subject} any more.`;
  const { unit } = incident;
  const limit = incident.threshold === null ? '' : `; the limit is ${shown(incident.threshold, unit)}`;
  const within = isOfWindow(incident.figure) ? ` within ${incident.windowMinutes} min` : '';
  const counted = countedFrom(incident.figure, samples);
  const of = counted === '' ? '' : `, of ${counted}`;
  return (
    `${subject}: ${figureFacts(incident.figure).label} ${value === null ? 'unknown' : shown(value, unit)}` +
    `${within}${of}${limit}${explanation === '' ? '' : ` (${explanation})`}.`
  );
}

function resolvedText({ incident, value }: MessageFacts, subject: string): string {
  switch (incident.reason) {
    case 'no_data':
      return `${subject} has had too few ${sampleWord(incident.figure)} since; the alert is closed without proof of recovery.`;
    case 'rule_changed':
      return `The alert of ${subject} is closed because its rule was changed or turned off.`;
    case 'rule_deleted':
      return `The alert of ${subject} is closed because its rule was deleted.`;
    default: {
      const now =
        value === null ? '' : `: ${figureFacts(incident.figure).label} ${shown(value, incident.unit)}`;
      return `${subject} has recovered${now}.`;
    }
  }
}

function shownNumber(value: number | null, unit: ValueUnit): number | null {
  if (value === null) return null;
  if (unit === 'share') return Math.round(value * 10_000) / 100;
  return unit === 'usd' ? Number(value.toPrecision(6)) : Math.round(value * 100) / 100;
}

function shown(value: number, unit: ValueUnit): string {
  return `${shownNumber(value, unit)} ${UNITS[unit]}`.trimEnd();
}

function clean(name: string, length = NAME_LENGTH): string {
  const text = name.replace(DECEPTIVE, '');
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
