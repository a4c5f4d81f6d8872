import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../model/time-range';
import type { Incident } from '../settings/settings';
import { evaluations } from './backtest/evaluations';
import { webhookTo } from './testing';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const BAD = { errors: 20 };
const GOOD = { ok: 20 };
const draft = { ...ERROR_RATE, windowMinutes: 1 };

/** Fires at the second bad minute. */
async function fire(): Promise<Incident> {
  await lab.invoke(GOOD);
  await lab.pass(2, () => lab.invoke(BAD));
  const [incident] = (await lab.settings.listIncidents({ limit: 1 })).items;
  if (incident === undefined) throw new Error('nothing fired');
  return incident;
}

describe('the history of a rule', () => {
  it('tells each change of state with what it was decided from, and leads from the incident to its pending', async () => {
    const rule = await lab.settings.createRule({ ...draft, channelId: lab.channelId });
    const { id } = await fire();
    await lab.pass(3, () => lab.invoke(GOOD));
    const events = (await lab.settings.listRuleEvents({ ruleId: rule.id, limit: 10 })).items;
    expect(events.map(({ status, point, value }) => ({ status, point, value }))).toEqual([
      { status: 'ok', point: 'clear', value: 0 },
      { status: 'recovering', point: 'clear', value: 0 },
      { status: 'firing', point: 'breach', value: 1 },
      { status: 'pending', point: 'breach', value: 1 },
    ]);
    expect(events.map(({ incidentId }) => incidentId)).toEqual([id, id, id, null]);
    expect(events[2]).toMatchObject({
      limit: 0.05,
      samples: 20,
      quiet: null,
      labels: { function: 'checkout', environment: 'production' },
    });
    const story = await lab.settings.getIncidentStory(id);
    expect(story.events.map(({ status }) => status)).toEqual(['pending', 'firing', 'recovering', 'ok']);
    expect(
      story.notices.map(({ messageKind, ok, channelName }) => ({ messageKind, ok, channelName })),
    ).toEqual([
      { messageKind: 'alert.firing', ok: true, channelName: 'ops' },
      { messageKind: 'alert.resolved', ok: true, channelName: 'ops' },
    ]);
    const first = await lab.settings.listRuleEvents({ ruleId: rule.id, limit: 3 });
    const rest = await lab.settings.listRuleEvents({
      ruleId: rule.id,
      limit: 3,
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...rest.items]).toEqual(events);
  });

  it('keeps the steps between when many minutes are caught up at once', async () => {
    const rule = await lab.settings.createRule(draft);
    await lab.invoke(GOOD);
    await lab.pass(1);
    const start = lab.now() - 30_000;
    for (let minute = 0; minute < 3; minute += 1) await lab.invoke(BAD, start + minute * MINUTE_MS);
    for (let minute = 3; minute < 8; minute += 1) await lab.invoke(GOOD, start + minute * MINUTE_MS);
    lab.moveTo(lab.now() + HOUR_MS);
    await lab.evaluate();
    const events = (await lab.settings.listRuleEvents({ ruleId: rule.id, limit: 10 })).items;
    expect(events.map(({ status }) => status).toReversed()).toEqual([
      'pending',
      'firing',
      'recovering',
      'ok',
    ]);
    expect(events.at(-1)?.at).toBe(start + MINUTE_MS);
  });

  it('says why no message went out', async () => {
    const snoozedUntil = new Date(lab.now() + HOUR_MS).toISOString();
    const rule = await lab.settings.createRule({ ...draft, snoozedUntil, channelId: lab.channelId });
    await fire();
    const [fired] = (await lab.settings.listRuleEvents({ ruleId: rule.id, limit: 1 })).items;
    expect(fired).toMatchObject({ status: 'firing', quiet: 'snoozed' });
    expect(lab.types()).toEqual([]);
  });

  it('ends with a person who turns the rule off', async () => {
    const rule = await lab.settings.createRule(draft);
    const { id } = await fire();
    await lab.settings.updateRule(rule.id, { ...draft, enabled: false });
    await lab.pass(1);
    const [last] = (await lab.settings.listRuleEvents({ ruleId: rule.id, limit: 1 })).items;
    expect(last).toMatchObject({
      status: 'ok',
      incidentId: id,
      explanation: 'the rule was turned off',
      labels: { function: 'checkout' },
    });
    const { incident, events } = await lab.settings.getIncidentStory(id);
    expect(events.at(-1)).toMatchObject({ status: 'ok', at: incident.endsAt });
  });

  it('counts where the groups of each rule stand', async () => {
    const rule = await lab.settings.createRule(draft);
    await lab.invoke([
      { name: 'a', ...GOOD },
      { name: 'b', ...GOOD },
      { name: 'c', ...GOOD },
    ]);
    await lab.pass(1, () => lab.invoke([{ name: 'a', ...BAD }]));
    await lab.pass(1, () =>
      lab.invoke([
        { name: 'a', ...BAD },
        { name: 'b', ...BAD },
      ]),
    );
    expect(await lab.settings.listStandings()).toEqual(
      expect.arrayContaining([
        { ruleId: rule.id, status: 'firing', groups: 1 },
        { ruleId: rule.id, status: 'pending', groups: 1 },
      ]),
    );
  });
});

describe('an incident that someone acknowledged', () => {
  it('is told of no more until it is resolved, but for who was first to take it on; that one stays', async () => {
    const { channel } = await lab.settings.createChannel({
      ...webhookTo(lab.receiver, 'reminders'),
      repeatMinutes: 10,
    });
    await lab.settings.createRule({ ...draft, channelId: channel.id });
    const { id } = await fire();
    await lab.pass(12, () => lab.invoke(BAD));
    expect(lab.types()).toEqual(['alert.firing', 'alert.firing']);
    expect(await lab.settings.acknowledgeIncident(id, { by: 'Ada' })).toMatchObject({
      acknowledgedBy: 'Ada',
      acknowledgedAt: lab.now(),
    });
    await lab.pass(30, () => lab.invoke(BAD));
    const taken = ['alert.firing', 'alert.firing', 'alert.acknowledged'];
    expect(lab.types()).toEqual(taken);
    expect(lab.messages()[2]?.data).toMatchObject({
      id,
      status: 'firing',
      acknowledged_by: 'Ada',
      message: expect.stringMatching(/^Acknowledged by Ada\. Still firing since /),
    });
    expect(await lab.settings.acknowledgeIncident(id, { by: 'Bob' })).toMatchObject({
      acknowledgedBy: 'Ada',
    });
    await lab.pass(5, () => lab.invoke(GOOD));
    expect(lab.types()).toEqual([...taken, 'alert.resolved']);
  });

  it('cannot be acknowledged when it is over, but be noted on', async () => {
    await lab.settings.createRule(draft);
    const { id } = await fire();
    await lab.pass(5, () => lab.invoke(GOOD));
    await expect(lab.settings.acknowledgeIncident(id, { by: 'Ada' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await lab.settings.addIncidentNote(id, { by: 'Ada', text: ' It was the deploy. ' });
    await expect(lab.settings.addIncidentNote(id, { by: 'Ada', text: ' ' })).rejects.toThrow(
      'text: must not be empty',
    );
    await expect(lab.settings.addIncidentNote('inc_none', { by: 'Ada', text: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await lab.settings.getIncidentStory(id)).notes).toMatchObject([
      { author: 'Ada', text: 'It was the deploy.', at: lab.now() },
    ]);
  });
});

it('the evaluations of the last hour end where the engine stands, and say from what', async () => {
  const rule = await lab.settings.createRule({ ...draft, points: { breaching: 2, of: 3, clear: 5 } });
  await lab.invoke([{ name: 'idle', ...GOOD }, GOOD]);
  await lab.pass(3, (minute) => lab.invoke(minute === 0 ? GOOD : BAD));
  const toMs = lab.now() - 30_000;
  const input = { rule, others: [], range: { fromMs: toMs - 10 * MINUTE_MS, toMs } };
  const { groups, groupCount } = await evaluations(lab.reader, input, () => undefined);
  expect(groupCount).toBe(2);
  const [failing, idle] = groups;
  expect(failing?.labels.function).toBe('checkout');
  expect(failing?.decisions.slice(-3)).toMatchObject([
    { status: 'ok', point: 'clear', value: 0, samples: 20 },
    { status: 'pending', point: 'breach', value: 1, limit: 0.05 },
    { status: 'firing', point: 'breach', at: toMs },
  ]);
  expect(idle?.decisions.at(-1)).toMatchObject({ status: 'ok', point: 'missing', samples: 0 });
  const [state] = await lab.settings.memory.listStates();
  expect(state).toMatchObject({ status: 'firing', evaluatedAt: toMs });
});
