import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAlerts } from '@/core/alerts/alerts';
import { localEvaluator } from '@/core/alerts/round';
import { type Receiver, startReceiver, webhookTo } from '@/core/alerts/testing';
import { type FigureName, figureFacts } from '@/core/model/alerts/figures';
import type { Grouping } from '@/core/model/alerts/rule';
import { createPricer } from '@/core/pricing/invocation';
import { openSettings } from '@/core/settings/index';
import { openReader, openWriter } from '@/core/store/index';
import { asAccess } from '../_queries/current-access';
import { getIncidentExamples } from '../_queries/incident';
import { invocationGroups } from './_contract/explore';
import { oneIncident } from './_contract/incidents';
import { dependencies } from './_contract/map';
import { oneFunction, overview } from './_contract/telemetry';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { ON_SCREENS } from './_testing/on-screens';
import { call } from './_testing/routes';
import { BEGIN } from './_testing/telemetry';
import { twoFunctions } from './_testing/two-functions';
import { GET as getIncident } from './v1/alerts/incidents/[id]/route';
import { GET as getDependencies } from './v1/dependencies/route';
import { GET as getFunction } from './v1/functions/[id]/route';
import { GET as getGroups } from './v1/invocation-groups/route';
import { GET as getOverview } from './v1/overview/route';

const MINUTE = 60_000;
const GROUPS = ['function', 'environment'] as const;
/** Of them, so that no message waits to be told with others. */
const ENVIRONMENT = 'test';
/** The second pair is further beyond its factor. */
const PAIRS = [
  { longMinutes: 10, shortMinutes: 5, factor: 100 },
  { longMinutes: 4, shortMinutes: 1, factor: 1 },
] as const;
const BUDGET = 0.1;
const OF_CALLS = ['function', 'dependency'] as const;
/** Groups that no page of functions shows. */
const BY_ROWS = ['version', 'region', 'attribute:tenant.id'] as const;
/** Further groups, of few figures: a rule takes its time. */
const MORE_GROUPS: Readonly<Partial<Record<FigureName, readonly Grouping[]>>> = {
  errors: ['all', 'service', ...BY_ROWS],
  dependency_error_rate: ['all'],
};

/** Figures of which no page shows the value of a range. */
const ON_NO_SCREEN = ['duration_p90'] as const satisfies readonly FigureName[];

type Calls = ReturnType<typeof dependencies.answer.parse>['totals'];
const ON_THE_MAP: Readonly<Partial<Record<FigureName, (totals: Calls) => number>>> = {
  dependency_calls: ({ calls }) => calls,
  dependency_errors: ({ errors }) => errors,
  dependency_error_rate: ({ calls, errors }) => errors / calls,
  dependency_duration_p50: ({ durationMs }) => durationMs?.p50 ?? 0,
  dependency_duration_p95: ({ durationMs }) => durationMs?.p95 ?? 0,
  dependency_duration_p99: ({ durationMs }) => durationMs?.p99 ?? 0,
};

interface Told {
  /** Of the incident. */
  readonly id: string;
  readonly figure: FigureName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly samples: number;
  readonly window: string;
  readonly url: string;
}

let database: TestDatabase;
let receiver: Receiver;
/** What each rule's channel received, by request path. */
const told = new Map<string, Told[]>();

beforeAll(async () => {
  let clock = BEGIN;
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => clock,
  );
  receiver = await startReceiver();
  const writer = await openWriter(
    { databaseFile: database.file },
    { price: createPricer(), now: () => clock },
  );
  await database.services.promotions.promote('tenant.id');
  await writer.write({ spans: twoFunctions(), logs: [] });
  await writer.close();
  const settings = await openSettings({ databaseFile: database.file, now: () => clock });
  const rules = [...Object.keys(ON_SCREENS), ...Object.keys(ON_THE_MAP), ...ON_NO_SCREEN] as FigureName[];
  for (const figure of rules) {
    for (const groupBy of groupingsOf(figure)) {
      const name = `${figure} ${groupBy}`;
      const url = `${receiver.url}&rule=${encodeURIComponent(name)}`;
      const { channel } = await settings.createChannel(webhookTo({ url }, name));
      await settings.createRule({
        name,
        figure,
        groupBy,
        ...(groupBy === 'dependency' ? { filter: { environment: ENVIRONMENT } } : {}),
        condition: { kind: 'threshold', threshold: 0 },
        minSamples: 1,
        points: { breaching: 1, of: 1, clear: 1 },
        channelId: channel.id,
      });
    }
  }
  const burning = `${receiver.url}&rule=burning`;
  const { channel } = await settings.createChannel(webhookTo({ url: burning }, 'burning'));
  await settings.createRule({
    name: 'burning',
    figure: 'error_rate',
    groupBy: 'environment',
    condition: { kind: 'burn_rate', objective: 1 - BUDGET, pairs: PAIRS },
    points: { breaching: 1, of: 1, clear: 1 },
    channelId: channel.id,
  });
  const alerts = createAlerts({
    config: {
      publicUrl: 'https://watch.example.com',
      host: '127.0.0.1',
      port: 3000,
      tls: null,
      allowPrivateWebhooks: true,
    },
    settings,
    evaluator: localEvaluator(database.services.reader),
    log: { info: () => undefined, warn: () => undefined },
    now: () => clock,
  });
  clock = BEGIN + 5 * MINUTE + 30_000;
  await alerts.evaluateNow();
  for (let round = 0; round < 4; round += 1) {
    await alerts.deliverNow();
    clock += MINUTE;
  }
  await alerts.stop();
  await settings.close();
  const seen = new Set<unknown>();
  for (const { path, body, headers } of receiver.received) {
    // Delivery is at least once: the same message may be repeated.
    if (seen.has(headers['webhook-id'])) continue;
    seen.add(headers['webhook-id']);
    const rule = new URL(path, receiver.url).searchParams.get('rule') ?? '';
    const { data } = JSON.parse(body) as { data: Told };
    told.set(rule, [...(told.get(rule) ?? []), data]);
  }
});
afterAll(async () => {
  await receiver.close();
  database.remove();
});

it.each(Object.entries(ON_SCREENS))(
  'a message tells of %s what the function or the overview shows that it links to',
  async (figure, shown) => {
    for (const groupBy of wholeGroupings(figure)) {
      const messages = told.get(`${figure} ${groupBy}`) ?? [];
      expect({ groupBy, count: messages.length }).toEqual({ groupBy, count: groupBy === 'all' ? 1 : 2 });
      for (const { url, value, samples, labels } of messages) {
        const { pathname, search, searchParams } = new URL(url);
        const id = /^\/functions\/([0-9a-f]{16})$/.exec(pathname)?.[1];
        expect(id !== undefined || pathname === '/').toBe(true);
        if (groupBy === 'environment') expect(searchParams.get('environment')).toBe(labels.environment);
        const totals =
          id === undefined
            ? overview.answer.parse((await call(getOverview, { query: search })).body).totals
            : oneFunction.answer.parse((await call(getFunction, { query: search, params: { id } })).body)
                .totals;
        const onScreen = asTold(figure as FigureName, shown?.(totals) ?? null);
        // Screens read it from histograms, which are within 1 %; rules from the rows.
        if (figure === 'memory_share') expect(Math.abs(value / onScreen - 1)).toBeLessThan(0.01);
        else expect(value).toBe(onScreen);
        expect(samples).toBe(totals.invocations);
        expect(samples).toBeGreaterThan(0);
      }
    }
  },
);

it('a message tells how fast a budget burns over the window that it links to', async () => {
  const messages = told.get('burning') ?? [];
  expect(messages).toHaveLength(2);
  for (const { url, value, samples, window } of messages) {
    const { totals } = overview.answer.parse((await call(getOverview, { query: new URL(url).search })).body);
    expect(value).toBe(Math.round(((totals.errorRate ?? 0) / BUDGET) * 100) / 100);
    expect(samples).toBe(totals.invocations);
    expect(window).toBe(`${PAIRS[1].longMinutes}m`);
  }
});

it.each(Object.entries(ON_THE_MAP))(
  'a message tells of %s what the map shows that it links to',
  async (figure, shown) => {
    for (const groupBy of wholeGroupings(figure)) {
      const messages = told.get(`${figure} ${groupBy}`) ?? [];
      expect({ groupBy, count: messages.length }).toEqual({ groupBy, count: groupBy === 'all' ? 1 : 2 });
      for (const { url, value, samples, labels } of messages) {
        const { pathname, search, searchParams } = new URL(url);
        expect(pathname).toBe('/map');
        expect(searchParams.get('dependency')).toBe(labels.dependency ?? null);
        const { totals, items } = dependencies.answer.parse(
          (await call(getDependencies, { query: search })).body,
        );
        expect(value).toBe(asTold(figure as FigureName, shown?.(totals) ?? null));
        expect(samples).toBe(totals.calls);
        expect(samples).toBeGreaterThan(0);
        expect(items.reduce((sum, { calls }) => sum + calls, 0)).toBe(totals.calls);
      }
    }
  },
);

it('a message by version, region or attribute tells what the invocations show that it links to', async () => {
  for (const groupBy of BY_ROWS) {
    const messages = told.get(`errors ${groupBy}`) ?? [];
    expect({ groupBy, count: messages.length }).toEqual({ groupBy, count: 2 });
    for (const { url, value, samples } of messages) {
      const { pathname, searchParams } = new URL(url);
      expect(pathname).toBe('/invocations');
      const by = searchParams.get('groupBy') ?? '';
      searchParams.delete('groupBy');
      searchParams.set(by === 'tenant.id' ? 'byAttribute' : 'by', by);
      const { body } = await call(getGroups, { query: `?${searchParams}` });
      const { groups = [] } = invocationGroups.answer.parse(body).fields[0] ?? {};
      expect(groups).toMatchObject([{ errors: value, invocations: samples }]);
    }
  }
});

it('a message whose value no page of telemetry shows leads to its incident, which does', async () => {
  const groups = [
    'errors service',
    ...ON_NO_SCREEN.flatMap((figure) => GROUPS.map((by) => `${figure} ${by}`)),
  ];
  for (const group of groups) {
    const messages = told.get(group) ?? [];
    expect({ group, isTold: messages.length > 0 }).toEqual({ group, isTold: true });
    for (const { url, value, samples, figure } of messages) {
      const [, id = ''] = /^\/alerts\/incidents\/(\w+)$/.exec(new URL(url).pathname) ?? [];
      const story = oneIncident.answer.parse((await call(getIncident, { params: { id } })).body);
      expect({ value, samples }).toEqual({ value: asTold(figure, story.value), samples: story.samples });
    }
  }
});

it('the examples of an incident are of its group only', async () => {
  const access = { scope: 'admin', keyId: null, session: null, environment: null } as const;
  // As `twoFunctions` makes them.
  const isOf: Readonly<Record<string, (label: string, name: string | null, number: number) => boolean>> = {
    service: (label, name) => name === label,
    region: (label, name) => name === (label === 'us-east-1' ? 'shop' : 'mail'),
    'attribute:tenant.id': (label, _name, number) => number % 2 === (label === 'a' ? 1 : 0),
  };
  for (const [groupBy, isOfGroup] of Object.entries(isOf)) {
    const messages = told.get(`errors ${groupBy}`) ?? [];
    expect({ groupBy, count: messages.length }).toEqual({ groupBy, count: 2 });
    for (const { id, labels } of messages) {
      const incident = await database.services.settings.getIncident(id);
      const examples = await asAccess(access, () => getIncidentExamples(incident));
      const label = labels[groupBy.replace('attribute:', '')] ?? '';
      expect(examples.length).toBeGreaterThan(0);
      for (const { functionName, traceId } of examples)
        expect(isOfGroup(label, functionName, Number.parseInt(traceId.slice(-4), 16))).toBe(true);
    }
  }
});

it('the examples of an incident close to the time limit took so much of it', async () => {
  const access = { scope: 'admin', keyId: null, session: null, environment: null } as const;
  const [{ id } = { id: '' }] = told.get('errors function') ?? [];
  const incident = await database.services.settings.getIncident(id);
  const near = { ...incident, figure: 'duration_p95_of_limit', threshold: 0.25 } as const;
  const examples = await asAccess(access, () => getIncidentExamples(near));
  expect(examples.length).toBeGreaterThan(0);
  for (const { durationMs } of examples) expect(durationMs).toBeGreaterThanOrEqual(250);
});

function groupingsOf(figure: string): readonly Grouping[] {
  const [, more = []] = Object.entries(MORE_GROUPS).find(([name]) => name === figure) ?? [];
  return [...(figure in ON_THE_MAP ? OF_CALLS : GROUPS), ...more];
}

/** Groups whose messages lead to the function, to the overview or to the map. */
function wholeGroupings(figure: string): readonly Grouping[] {
  return groupingsOf(figure).filter((one) => one !== 'service' && !BY_ROWS.some((byRows) => byRows === one));
}

/** As messages round values. */
function asTold(figure: FigureName, value: number | null): number {
  const { unit } = figureFacts(figure);
  if (unit === 'share') return Math.round((value ?? 0) * 10_000) / 100;
  return unit === 'usd' ? Number((value ?? 0).toPrecision(6)) : Math.round((value ?? 0) * 100) / 100;
}
