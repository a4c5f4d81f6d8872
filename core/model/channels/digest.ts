import type { MessageInput } from './message-input';
import { readNotice, type Stored } from './notice';
import { cut } from './text';

/** A few alerts show what is happening; the page that the digest links to lists all. */
const MOST_ALERTS = 20;
/** A webhook's message should stay below 20 kB. */
const ALERTS_BYTES = 13_000;
const RULE_LENGTH = 80;
const MOST_RULES = 5;

export interface DigestFacts {
  readonly channelId: string;
  /** Incidents from this digest and earlier ones of the channel that are firing now. */
  readonly stillFiring: number;
  /** The dashboard's address, without a trailing slash. */
  readonly baseUrl: string;
}

/** Combines several messages into one; alerts that are still firing come first, by severity. */
export function digestMessage(messages: readonly Stored[], facts: DigestFacts): MessageInput {
  const told = messages
    .map(readNotice)
    .toSorted((a, b) => weight(b.state, b.severity) - weight(a.state, a.severity));
  const firing = told.filter(({ state }) => state === 'firing').length;
  const acknowledged = told.filter(({ state }) => state === 'acknowledged').length;
  const resolved = told.length - firing - acknowledged;
  const alerts: unknown[] = [];
  let bytes = 0;
  for (const { data } of told.slice(0, MOST_ALERTS)) {
    const { example_traces: _, ...alert } = data;
    bytes += Buffer.byteLength(JSON.stringify(alert));
    if (bytes > ALERTS_BYTES && alerts.length > 0) break;
    alerts.push(alert);
  }
  const rules = told.map((notice) => notice.alerts[0]?.ruleName ?? '');
  return {
    kind: 'alert.digest',
    channelId: facts.channelId,
    incidentId: null,
    alerts: messages.length,
    data: {
      message: digestText(rules, { firing, acknowledged, resolved }),
      firing,
      acknowledged,
      resolved,
      still_firing: facts.stillFiring,
      alerts,
      more: told.length - alerts.length,
      url: `${facts.baseUrl}/alerts`,
    },
  };
}

interface Counts {
  readonly firing: number;
  readonly acknowledged: number;
  readonly resolved: number;
}

function digestText(ruleNames: readonly string[], { firing, acknowledged, resolved }: Counts): string {
  const counts = new Map<string, number>();
  for (const name of ruleNames) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a);
  const named = most.slice(0, MOST_RULES).map(([name, count]) => `${cut(name, RULE_LENGTH)} (${count})`);
  const others = most.length > MOST_RULES ? ` and ${most.length - MOST_RULES} more rules` : '';
  const changes = [
    firing > 0 ? `${firing} alerts fire` : '',
    acknowledged > 0 ? `${acknowledged} are acknowledged` : '',
    resolved > 0 ? `${resolved} are resolved` : '',
  ];
  return `${changes.filter((change) => change !== '').join(', ')}: ${named.join(', ')}${others}.`;
}

const SEVERITIES = ['info', 'warning', 'critical'];
const STATES = ['resolved', 'acknowledged', 'firing'];

function weight(state: string, severity: string): number {
  return STATES.indexOf(state) * SEVERITIES.length + SEVERITIES.indexOf(severity);
}
