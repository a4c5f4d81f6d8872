import { isFaaslensError } from '../errors';
import type { AlertMemory, GroupChange, GroupState, OpenIncident } from '../settings/alert-memory';
import { newId, type RandomBytes } from '../settings/ids';
import type { AlertSettings } from '../settings/settings';
import { type AlertReader, exampleTraces, readFigures } from './figures';
import { alertMessage } from './message';
import { evaluateRules, type Finding } from './round';
import { evaluationWindow } from './window';

export interface LoopOptions {
  readonly rules: Pick<AlertSettings, 'listRules'>;
  readonly memory: AlertMemory;
  readonly reader: AlertReader;
  /** Address of the dashboard in messages, without a trailing slash. */
  readonly baseUrl: string;
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly warn: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

/**
 * Makes one round: reads rules, states and figures, decides, and commits state, incident and outbox row of each group
 * together. A round that dies anywhere leaves each group before or after its decision, never between. A group that
 * cannot be decided on or written stops no other.
 * @returns how many groups began to fire or were resolved
 */
export async function evaluateOnce(options: LoopOptions): Promise<{ transitions: number }> {
  const { memory, reader } = options;
  const [rules, states] = await Promise.all([options.rules.listRules(), memory.listStates()]);
  const nowMs = options.now();
  const windows = new Set(rules.filter((rule) => rule.enabled).map((rule) => rule.windowMinutes));
  const figures = new Map<number, Awaited<ReturnType<typeof readFigures>>>();
  for (const minutes of windows) {
    figures.set(minutes, await readFigures(reader, evaluationWindow(minutes, nowMs)));
  }
  const findings = evaluateRules(rules, states, figures, nowMs);
  const changes: GroupChange[] = [];
  const failed: { readonly err: unknown; readonly group: string }[] = [];
  for (const finding of findings) {
    try {
      changes.push(await toChange(finding, options, nowMs));
    } catch (err) {
      failed.push({ err, group: finding.groupKey });
    }
  }
  if (failed.length > 0)
    options.warn({ ...failed[0], groups: failed.length }, 'some groups could not be evaluated; trying again');
  await memory.commit(changes);
  return { transitions: changes.filter(({ opened, resolved }) => opened ?? resolved).length };
}

async function toChange(finding: Finding, options: LoopOptions, nowMs: number): Promise<GroupChange> {
  const { previous, next, transition, groupKey } = finding;
  const ruleId = finding.rule?.id ?? previous?.ruleId ?? '';
  const state = (incidentId: string | null): GroupState | null =>
    next === null ? null : { ...next, ruleId, groupKey, evaluatedAt: nowMs, incidentId };
  if (transition?.type === 'fire' && finding.rule !== null) {
    const opened = openIncident(finding, finding.rule, options, nowMs);
    return {
      ruleId,
      groupKey,
      state: state(opened.id),
      opened,
      ...(await message(opened, finding, options, nowMs)),
    };
  }
  const incidentId = previous?.incidentId ?? null;
  if (transition?.type === 'resolve' && incidentId !== null) {
    const open = await findIncident(incidentId, options);
    if (open === null) return { ruleId, groupKey, state: null };
    const ended: OpenIncident = { ...open, status: 'resolved', endsAt: nowMs, reason: transition.reason };
    return {
      ruleId,
      groupKey,
      state: null,
      resolved: { incidentId, at: nowMs, reason: transition.reason },
      ...(await message(ended, finding, options, nowMs)),
    };
  }
  return { ruleId, groupKey, state: state(incidentId) };
}

/** Null, with a warning, for an incident that somebody deleted. */
async function findIncident(id: string, { memory, warn }: LoopOptions): Promise<OpenIncident | null> {
  try {
    return await memory.getIncident(id);
  } catch (err) {
    if (!isFaaslensError(err) || err.code !== 'not_found') throw err;
    warn({ err }, 'a group is forgotten: its incident does not exist any more');
    return null;
  }
}

function openIncident(
  { next, function: fn, groupKey }: Finding,
  rule: NonNullable<Finding['rule']>,
  { random }: LoopOptions,
  nowMs: number,
): OpenIncident {
  const labels = {
    function: fn?.name ?? groupKey,
    environment: fn?.environment ?? '',
    service: fn?.service ?? '',
    region: fn?.region ?? '',
  };
  return {
    id: newId('inc', nowMs, random),
    ruleId: rule.id,
    ruleName: rule.name,
    groupKey,
    labels: Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== '')),
    severity: rule.severity,
    status: 'firing',
    startsAt: nowMs,
    endsAt: null,
    value: next?.value ?? 0,
    threshold: rule.threshold,
    samples: next?.samples ?? 0,
    windowMinutes: rule.windowMinutes,
    reason: 'threshold',
    channelId: rule.channelId,
  };
}

async function message(
  incident: OpenIncident,
  { figures }: Finding,
  options: LoopOptions,
  nowMs: number,
): Promise<Pick<GroupChange, 'message'>> {
  const window = evaluationWindow(incident.windowMinutes, nowMs);
  const firing = incident.status === 'firing';
  const built = alertMessage({
    incident,
    functionName: incident.labels.function ?? incident.groupKey,
    value: figures !== null && figures.invocations > 0 ? figures.errors / figures.invocations : null,
    samples: figures?.invocations ?? 0,
    window: firing
      ? window
      : { ...window, fromMs: evaluationWindow(incident.windowMinutes, incident.startsAt).fromMs },
    baseUrl: options.baseUrl,
    exampleTraceIds: firing && incident.channelId !== null ? await examples(incident, options, window) : [],
  });
  return built === null ? {} : { message: built };
}

/** An alert without examples is worth more than none. */
async function examples(
  incident: OpenIncident,
  { reader, warn }: LoopOptions,
  window: ReturnType<typeof evaluationWindow>,
): Promise<readonly string[]> {
  try {
    return await exampleTraces(reader, window, incident.groupKey);
  } catch (err) {
    warn({ err }, 'an alert goes out without example traces: they could not be read');
    return [];
  }
}
