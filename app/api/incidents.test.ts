import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenIncident } from '@/core/settings/alert-state';
import { openSettings } from '@/core/settings/index';
import { openReader } from '@/core/store/index';
import { evaluations, incidentStory, note, ruleEvent } from './_contract/answers/incidents';
import { incident, ruleWithStates } from './_contract/answers/settings';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { readEvents } from './_testing/events';
import { call, type Sent } from './_testing/routes';
import { BEGIN } from './_testing/telemetry';
import { POST as acknowledge } from './v1/alerts/incidents/[id]/acknowledge/route';
import { POST as addNote } from './v1/alerts/incidents/[id]/notes/route';
import { GET as one } from './v1/alerts/incidents/[id]/route';
import { GET as list } from './v1/alerts/incidents/route';
import { GET as evaluationsOf } from './v1/alerts/rules/[id]/evaluations/route';
import { GET as historyOf } from './v1/alerts/rules/[id]/history/route';
import { GET as ruleOf } from './v1/alerts/rules/[id]/route';
import { GET as changes } from './v1/changes/route';

const RULE = {
  name: 'Errors',
  figure: 'errors',
  condition: { kind: 'threshold', threshold: 0 },
  groupBy: 'all',
} as const;

let database: TestDatabase;
const keys = { admin: '', read: '' };
beforeEach(async () => {
  database = await openTestDatabase(
    { FAASLENS_AUTH: 'required' },
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 60_000,
  );
  for (const scope of ['admin', 'read'] as const)
    keys[scope] = (await database.services.settings.createKey({ name: `${scope} of Ada`, scope })).secret;
});
afterEach(() => database.remove());

const send = (handle: typeof one, sent: Sent, scope: keyof typeof keys = 'admin') =>
  call(handle, { ...sent, headers: { authorization: `Bearer ${keys[scope]}` } });

/** A firing rule, as the engine would leave it. */
async function firing(): Promise<{ ruleId: string; id: string }> {
  const rule = await database.services.settings.createRule(RULE);
  const settings = await openSettings({ databaseFile: database.file });
  const opened: OpenIncident = {
    id: 'inc_1',
    ruleId: rule.id,
    ruleName: rule.name,
    groupKey: 'all',
    functionId: null,
    labels: {},
    severity: 'warning',
    status: 'firing',
    startsAt: BEGIN,
    endsAt: null,
    figure: 'errors',
    unit: 'count',
    value: 3,
    threshold: 0,
    samples: 9,
    explanation: '',
    windowMinutes: 5,
    runbookUrl: null,
    reason: 'threshold',
    acknowledgedAt: null,
    acknowledgedBy: null,
    channelId: null,
  };
  const ids = { ruleId: rule.id, groupKey: 'all' };
  const found = { at: BEGIN, value: 3, limit: 0, samples: 9 };
  await settings.memory.commit(
    [
      {
        ...ids,
        opened,
        state: {
          ...ids,
          ...found,
          status: 'firing',
          incidentId: opened.id,
          since: BEGIN,
          evaluatedAt: BEGIN,
          dataAt: BEGIN,
          recent: 'b',
          good: 0,
          hold: 10,
          endedAt: null,
          told: false,
        },
        event: {
          ...ids,
          ...found,
          incidentId: opened.id,
          labels: '{}',
          status: 'firing',
          point: 'breach',
          explanation: '',
          quiet: null,
        },
      },
    ],
    BEGIN,
  );
  await settings.close();
  return { ruleId: rule.id, id: opened.id };
}

describe('an incident', () => {
  it('is told to screens that are live, and again when someone takes it on', async () => {
    const events = await readEvents(changes, { headers: { authorization: `Bearer ${keys.read}` } });
    const told = () => events.next<{ what: string }>('changed').then(({ data }) => data.what);
    expect(await told()).toBe('start');
    const begun = told();
    const { id } = await firing();
    expect(await begun).toBe('incidents');
    const taken = told();
    await database.services.settings.acknowledgeIncident(id, { by: 'Ada' });
    expect(await taken).toBe('incidents');
    await events.close();
  });

  it('is listed with those that began in the range, where one is asked for', async () => {
    const { id } = await firing();
    const idsOf = async (query: string) => {
      const { status, body } = await send(list, { query });
      expect(status).toBe(200);
      return (body as { items: readonly { id: string }[] }).items.map((item) => item.id);
    };
    expect(await idsOf('')).toEqual([id]);
    expect(await idsOf('?from=now-1h&to=now')).toEqual([id]);
    expect(await idsOf('?to=now-30m')).toEqual([]);
    expect((await send(list, { query: '?from=yesterday' })).status).toBe(400);
  });

  it('is told with its story, acknowledged in the name of the key, and noted on', async () => {
    const { id, ruleId } = await firing();
    const params = { id };
    const taken = await send(acknowledge, { method: 'POST', params });
    expect(taken.status).toBe(200);
    expect(incident.parse(taken.body)).toMatchObject({ acknowledgedBy: 'admin of Ada', status: 'firing' });
    const noted = await send(addNote, { method: 'POST', params, body: { text: 'Looking.' } });
    expect(noted.status).toBe(201);
    expect(note.parse(noted.body)).toMatchObject({ author: 'admin of Ada', text: 'Looking.' });
    const { status, body } = await send(one, { params }, 'read');
    expect(status).toBe(200);
    expect(incidentStory.parse(body)).toMatchObject({
      id,
      ruleId,
      events: [{ status: 'firing', value: 3, at: new Date(BEGIN).toISOString() }],
      notes: [{ text: 'Looking.' }],
      notices: [],
    });
    expect((await send(one, { params: { id: 'inc_none' } })).status).toBe(404);
  });

  it('is changed by admins only, and a note that says nothing is refused by name', async () => {
    const params = { id: (await firing()).id };
    expect((await send(acknowledge, { method: 'POST', params }, 'read')).status).toBe(403);
    expect((await send(addNote, { method: 'POST', params, body: { text: 'x' } }, 'read')).status).toBe(403);
    const refused = await send(addNote, { method: 'POST', params, body: { text: '' } });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      400,
      expect.stringContaining('text: must not be empty'),
    ]);
  });
});

it('a rule says where its groups stand, what it decided and why', async () => {
  const { ruleId } = await firing();
  const params = { id: ruleId };
  const { body } = await send(ruleOf, { params }, 'read');
  expect(ruleWithStates.parse(body).states).toEqual([{ status: 'firing', groups: 1 }]);
  const history = await send(historyOf, { params, query: '?limit=5' }, 'read');
  expect((history.body as { items: unknown[] }).items.map((item) => ruleEvent.parse(item))).toMatchObject([
    { status: 'firing', point: 'breach', incidentId: 'inc_1' },
  ]);
  const recent = await send(evaluationsOf, { params }, 'read');
  expect(evaluations.parse(recent.body)).toEqual({ items: [], nextCursor: null, groupCount: 0 });
  const refused = await send(evaluationsOf, { params, query: '?from=now-7h' }, 'read');
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    400,
    expect.stringContaining('from: must be at most 6 hours before to'),
  ]);
});
