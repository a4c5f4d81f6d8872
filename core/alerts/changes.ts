import type { AlertMemory } from '../settings/alert-memory';
import type { DecidedEvent, GroupChange, GroupState, OpenIncident } from '../settings/alert-state';
import { newId, type RandomBytes } from '../settings/ids';
import type { IncidentReason, Rule } from '../settings/settings';
import { decisionOf } from './decision';
import { changesStatus, type Finding } from './evaluate-rule';
import { firstWindow, incidentNow, isOfSameFigure, openIncident, shownWindow } from './incidents';
import { alertMessage, type MessageFacts } from './message';
import { whyQuiet } from './quiet';
import type { Evaluator } from './round';
import { Standings } from './standings';

/** What changes are made with. */
export interface ChangeOptions {
  readonly memory: Pick<AlertMemory, 'listOpen'>;
  readonly evaluator: Pick<Evaluator, 'examples'>;
  /** Address of the dashboard in messages, without a trailing slash. */
  readonly baseUrl: string;
  readonly random: RandomBytes;
  readonly warn: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

/** What is known of a group while the findings of a round are turned into changes. */
interface Progress {
  incident: OpenIncident | null;
  told: boolean;
}

/**
 * The changes that findings ask for, in their order: incidents begin and end, messages are written unless it is quiet. Groups
 * of rules that were deleted or turned off are closed.
 */
export async function toChanges(
  findings: readonly Finding[],
  rules: readonly Rule[],
  states: readonly GroupState[],
  options: ChangeOptions,
  nowMs: number,
): Promise<readonly GroupChange[]> {
  const enabled = new Map(rules.filter((rule) => rule.enabled).map((rule) => [rule.id, rule]));
  const abandoned = states.filter(({ ruleId }) => !enabled.has(ruleId));
  const open = await options.memory.listOpen(incidentsToRead(findings, abandoned));
  const standings = new Standings(states, rules);
  for (const finding of findings) standings.noteFinding(finding);

  const progress = new Map<string, Progress>();
  const changes: GroupChange[] = [];
  for (const finding of findings) {
    const key = `${finding.rule.id} ${finding.groupKey}`;
    const { previous } = finding;
    const before = progress.get(key) ?? {
      incident: open.get(previous?.incidentId ?? '') ?? null,
      told: previous?.told ?? false,
    };
    progress.set(key, before);
    const incidentBefore = before.incident?.id ?? null;
    const change = await toChange(finding, before, standings, options);
    const event = eventOf(finding, change.state?.incidentId ?? incidentBefore, standings);
    changes.push(event === null ? change : { ...change, event });
  }
  const known = new Set(rules.map(({ id }) => id));
  for (const state of abandoned) {
    const reason = known.has(state.ruleId) ? 'rule_changed' : 'rule_deleted';
    const incident = open.get(state.incidentId ?? '') ?? null;
    const change = closing(state, incident, reason, nowMs, options);
    changes.push(
      reason === 'rule_changed' ? { ...change, event: turnedOff(state, incident, nowMs) } : change,
    );
  }
  return changes;
}

/** Incidents are needed in full only where something is said of them. */
function incidentsToRead(findings: readonly Finding[], abandoned: readonly GroupState[]): readonly string[] {
  const said = findings.filter(({ transition, next }) => transition !== null || next?.told === false);
  return [...said.map(({ previous }) => previous), ...abandoned].flatMap((state) => state?.incidentId ?? []);
}

async function toChange(
  finding: Finding,
  progress: Progress,
  { isFiring }: Standings,
  options: ChangeOptions,
): Promise<GroupChange> {
  const { rule, groupKey, next, transition, previous, at } = finding;
  const ids = { ruleId: rule.id, groupKey };
  const isQuiet = () => whyQuiet(rule, groupKey, decidedAt(finding), isFiring) !== null;
  const stateWith = (incidentId: string | null): GroupState | null =>
    next === null ? null : { ...next, ...ids, incidentId, told: progress.told };

  if (transition?.type === 'fire') {
    const incident = openIncident(
      finding,
      newId('inc', at, options.random),
      transition.reason,
      transition.flapping,
    );
    progress.incident = incident;
    progress.told = incident.channelId !== null && !isQuiet();
    const told = progress.told ? await messageOf(incident, finding, options) : {};
    return { ...ids, state: stateWith(incident.id), opened: incident, ...told };
  }
  if (transition?.type === 'resolve') {
    const { incident, told } = progress;
    progress.incident = null;
    progress.told = false;
    if (incident === null) {
      options.warn(ids, 'a group is closed without an incident: it does not exist any more');
      return { ...ids, state: stateWith(null) };
    }
    const { reason } = transition;
    const ended: OpenIncident = { ...incident, status: 'resolved', endsAt: at, reason };
    return {
      ...ids,
      state: stateWith(null),
      resolved: { incidentId: incident.id, at, reason },
      ...(told ? await messageOf(ended, finding, options) : {}),
    };
  }
  const untold = progress.told ? null : progress.incident;
  // A rule that has got a channel since tells it what fires already.
  const channelId = untold?.channelId ?? rule.channelId;
  if (untold !== null && channelId !== null && !isQuiet()) {
    const incident = { ...untold, channelId };
    progress.incident = incident;
    progress.told = true;
    return {
      ...ids,
      state: stateWith(incident.id),
      ...(untold.channelId === null ? { toldTo: { incidentId: incident.id, channelId } } : {}),
      ...(await messageOf(incident, finding, options)),
    };
  }
  return { ...ids, state: stateWith(progress.incident?.id ?? previous?.incidentId ?? null) };
}

/** A change of status, for the history. Standing where it stood is no news. */
function eventOf(finding: Finding, incidentId: string | null, { isFiring }: Standings): DecidedEvent | null {
  const { rule, group, groupKey, next, reading, at, transition } = finding;
  if (transition === null && !changesStatus(finding)) return null;
  return {
    ...decisionOf(rule, groupKey, at, next?.status ?? 'ok', reading, isFiring, decidedAt(finding)),
    ruleId: rule.id,
    groupKey,
    incidentId,
    labels: JSON.stringify(group?.labels ?? {}),
  };
}

/** When a finding became known: what a second look finds, later than its window would have it. */
function decidedAt({ rule, at, next }: Finding): number {
  return Math.max(at, next?.evaluatedAt ?? at) + rule.delaySeconds * 1000;
}

/** The history says it, too, when a person has ended what the rule had begun. */
function turnedOff(
  { ruleId, groupKey, incidentId }: GroupState,
  incident: OpenIncident | null,
  at: number,
): DecidedEvent {
  return {
    at,
    status: 'ok',
    point: 'missing',
    value: null,
    limit: null,
    samples: 0,
    explanation: 'the rule was turned off',
    quiet: null,
    ruleId,
    groupKey,
    incidentId,
    labels: JSON.stringify(incident?.labels ?? {}),
  };
}

function closing(
  { ruleId, groupKey, told }: GroupState,
  incident: OpenIncident | null,
  reason: IncidentReason,
  nowMs: number,
  { baseUrl }: ChangeOptions,
): GroupChange {
  if (incident === null) return { ruleId, groupKey, state: null };
  const ended: OpenIncident = { ...incident, status: 'resolved', endsAt: nowMs, reason };
  const window = { fromMs: incident.startsAt - incident.windowMinutes * 60_000, toMs: nowMs };
  const facts = { incident: ended, value: null, samples: 0, window, baseUrl, exampleTraceIds: [] };
  return {
    ruleId,
    groupKey,
    state: null,
    resolved: { incidentId: incident.id, at: nowMs, reason },
    ...(told ? withMessage(facts) : {}),
  };
}

async function messageOf(
  incident: OpenIncident,
  { rule, at, ...finding }: Finding,
  options: ChangeOptions,
): Promise<Pick<GroupChange, 'message'>> {
  const reading = isOfSameFigure(incident, rule) ? finding.reading : null;
  const window = shownWindow(rule, at, reading);
  const firing = incident.status === 'firing';
  return withMessage({
    incident: incidentNow(incident, rule, reading),
    value: reading?.value ?? null,
    samples: reading?.samples ?? 0,
    window: firing ? window : { ...window, fromMs: firstWindow(rule, incident).fromMs },
    baseUrl: options.baseUrl,
    exampleTraceIds: firing && incident.channelId !== null ? await examples(incident, options, window) : [],
  });
}

function withMessage(facts: MessageFacts): Pick<GroupChange, 'message'> {
  const built = alertMessage(facts);
  return built === null ? {} : { message: built };
}

/** An alert without examples is worth more than none. */
async function examples(
  { functionId, labels }: OpenIncident,
  { evaluator, warn }: ChangeOptions,
  window: MessageFacts['window'],
): Promise<readonly string[]> {
  if (functionId === null) return [];
  try {
    return await evaluator.examples(window, functionId, labels.version);
  } catch (err) {
    warn({ err }, 'an alert goes out without example traces: they could not be read');
    return [];
  }
}
