import type { EvaluationsResult } from '@/core/alerts/backtest/evaluations';
import { isWithin } from '@/core/alerts/quiet';
import { isFaaslensError } from '@/core/errors';
import { type RuleNow, ruleNow } from '@/core/model/alerts/rule-now';
import { HOUR_MS } from '@/core/model/time-range';
import type { Channel, Incident, Rule, RuleEvent, RuleStanding } from '@/core/settings/settings';
import { getEvaluations } from './backtest';
import { services } from './door';
import { type IncidentsPage, incidentsPage } from './incidents';

export interface RuleWithNow {
  readonly rule: Rule;
  readonly now: RuleNow;
}

export interface AlertsOverview {
  readonly incidents: IncidentsPage;
  readonly rules: readonly RuleWithNow[];
  readonly channels: readonly Channel[];
}

const MOST_ENDED = 50;

/** Everything that the alerts screen shows, with at most this many resolved incidents. */
export async function getAlerts(at: { readonly cursor?: string }): Promise<AlertsOverview> {
  const { settings } = await services();
  const [incidents, rules, standings, channels] = await Promise.all([
    incidentsPage(settings, { ended: MOST_ENDED, ...at }),
    settings.listRules(),
    settings.listStandings(),
    settings.listChannels(),
  ]);
  const nowMs = Date.now();
  return {
    incidents,
    rules: rules.map((rule) => ({ rule, now: nowOf(rule, standings, nowMs) })),
    channels,
  };
}

/** Null if there is no such rule. */
export async function getRule(id: string): Promise<Rule | null> {
  const { settings } = await services();
  return settings.getRule(id).catch(orNull);
}

export interface RulePage {
  readonly rule: Rule;
  readonly standing: RuleNow;
  readonly incidents: readonly Incident[];
  readonly events: readonly RuleEvent[];
  readonly channelName: string | null;
}

/** A rule with where it stands, what fires of it, its newest 20 incidents that ended and 50 changes of state; null when there is no such rule. */
export async function getRulePage(id: string): Promise<RulePage | null> {
  const rule = await getRule(id);
  if (rule === null) return null;
  const { settings } = await services();
  const [standings, incidents, events, channels] = await Promise.all([
    settings.listStandings(),
    incidentsPage(settings, { ruleId: id, ended: 20 }),
    settings.listRuleEvents({ ruleId: id, limit: 50 }),
    settings.listChannels(),
  ]);
  return {
    rule,
    standing: nowOf(rule, standings, Date.now()),
    incidents: incidents.items,
    events: events.items,
    channelName: channels.find((channel) => channel.id === rule.channelId)?.name ?? null,
  };
}

/** What a rule decided in the last hour, or why that cannot be shown. */
export async function getRecentEvaluations(
  rule: Rule,
): Promise<EvaluationsResult | { readonly refused: string }> {
  const { now } = await services();
  const toMs = now();
  try {
    return await getEvaluations(rule, { fromMs: toMs - HOUR_MS, toMs }, new AbortController().signal);
  } catch (error) {
    if (isFaaslensError(error)) return { refused: error.message };
    throw error;
  }
}

/** The rules that can be referred to, by name. */
export async function listRuleNames(): Promise<readonly Pick<Rule, 'id' | 'key' | 'name'>[]> {
  const { settings } = await services();
  const rules = await settings.listRules();
  return rules.map(({ id, key, name }) => ({ id, key, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Channels to choose from, by name. */
export async function listChannelNames(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { settings } = await services();
  const channels = await settings.listChannels();
  return channels.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

function nowOf(rule: Rule, standings: readonly RuleStanding[], nowMs: number): RuleNow {
  const isSnoozed = rule.snoozedUntil !== null && nowMs < Date.parse(rule.snoozedUntil);
  const isMuted = rule.mute.some((window) => isWithin(window, nowMs));
  return ruleNow(
    rule.enabled,
    standings.filter(({ ruleId }) => ruleId === rule.id),
    isSnoozed ? 'snoozed' : isMuted ? 'muted' : null,
  );
}

function orNull(error: unknown): null {
  if (isFaaslensError(error) && (error.code === 'not_found' || error.code === 'invalid_input')) return null;
  throw error;
}
