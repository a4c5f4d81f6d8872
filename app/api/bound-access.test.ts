import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call, type Route } from './_testing/routes';
import { BEGIN, invocation, lambda, log, span } from './_testing/telemetry';

/** Two environments; everything of one of them says so in its text. */
const OURS = { environment: 'ours', trace: 'a'.repeat(32), id: 'a'.repeat(15), mark: 'OURMARK' };
const THEIRS = { environment: 'theirs', trace: 'b'.repeat(32), id: 'b'.repeat(15), mark: 'THEIRMARK' };

let database: TestDatabase;
let routes: readonly Route[];
let bound = '';
let free = '';
const ids = { ours: '', theirs: '' };

beforeAll(async () => {
  database = await openTestDatabase(
    { FAASLENS_AUTH: 'required' },
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 60_000,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  for (const { environment, trace, id, mark } of [OURS, THEIRS]) {
    const resource = lambda(`fn-${mark}`, environment);
    const given = { trace, resource, from: 0, to: 100 };
    await writer.write({
      spans: [
        invocation({ ...given, id: `${id}1`, status: 'error', attributes: { note: mark } }),
        span({ ...given, id: `${id}2`, parent: `${id}1`, attributes: { 'db.system.name': mark } }),
      ],
      logs: [log(resource, 5, `line ${mark}`, { traceId: trace, spanId: `${id}1`, severity: 17 })],
      metrics: [],
    });
  }
  await writer.close();
  routes = await allRoutes();
  const { settings, reader } = database.services;
  bound = (await settings.createKey({ name: 'bound', scope: 'read', environment: 'ours' })).secret;
  free = (await settings.createKey({ name: 'free', scope: 'read' })).secret;
  const range = { fromMs: BEGIN - 1000, toMs: BEGIN + 60_000 };
  expect((await reader.functions({ range, limit: 10 })).items).toHaveLength(2);
  for (const row of (await reader.functions({ range, limit: 10 })).items)
    ids[row.function.environment === 'ours' ? 'ours' : 'theirs'] = row.function.id;
  const { provider = '', accountId, region } = (await reader.function(ids.ours)) ?? {};
  await settings.setConcurrencyLimit({ provider, accountId, region, most: 10 });
  await settings.setConcurrencyLimit({ provider: 'elsewhere', most: 20 });
  for (const functionId of [ids.ours, ids.theirs])
    await settings.createCapacity({ functionId, instances: 2, from: '2026-01-01', to: null });
  for (const query of ['environment=ours', 'environment=theirs', `functionId=${ids.theirs}`, 'outcome=error'])
    await settings.createView({ name: `view of ${query}`, screen: 'invocations', query });
  for (const { mark } of [OURS, THEIRS]) {
    const map = { version: 3 as const, mappings: 'AAAA', sources: [`${mark}.ts`] };
    await settings.saveSourceMap({ function: `fn-${mark}`, version: '7', file: `${mark}.js`, map });
  }
});
afterAll(() => database.remove());

const RANGE = `from=${new Date(BEGIN - 1000).toISOString()}&to=${new Date(BEGIN + 60_000).toISOString()}`;

/** Every read call except endless streams, once about everything and once about something of the other environment. */
const reads = () =>
  routes.filter(({ method, path }) => {
    const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
    return method === 'GET' && contract?.scope === 'read' && !['/logs/tail', '/changes'].includes(path);
  });

/** The parameters that the path names. */
function named(path: string, all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => path.includes(`{${name}}`)));
}

async function ask(route: Route, secret: string, query: string): Promise<{ status: number; text: string }> {
  const contract = CONTRACTS.find((one) => one.method === 'GET' && one.path === route.path);
  const known = Object.keys(contract?.query.shape ?? {});
  const kept = query.split('&').filter((pair) => known.includes(pair.split('=')[0] ?? ''));
  const params = named(route.path, {
    id: route.path.startsWith('/functions') ? ids.theirs : 'rul_none',
    traceId: THEIRS.trace,
    spanId: `${THEIRS.id}1`,
    fingerprint: '0'.repeat(16),
  });
  const headers = { authorization: `Bearer ${secret}` };
  const url = `http://localhost:3000/api/v1/any?${kept.join('&')}`;
  const request = new Request(url, { headers: { host: 'localhost:3000', ...headers } });
  const response = await route.handle(request, { params: Promise.resolve({ ...params }) });
  return { status: response.status, text: await response.text() };
}

describe('for a key that is bound to one environment, all others do not exist', () => {
  const about = () => [
    RANGE,
    `${RANGE}&environment=theirs`,
    `${RANGE}&functionId=${ids.theirs}`,
    `${RANGE}&traceId=${THEIRS.trace}`,
    `${RANGE}&q=THEIRMARK`,
    `${RANGE}&key=note&q=THEIRMARK`,
    `${RANGE}&format=ndjson&key=cloud.region`,
  ];

  it('in no answer of any call, which all tell an unbound key', async () => {
    const leaks: string[] = [];
    const seenFree = new Set<string>();
    for (const route of reads()) {
      for (const query of about()) {
        const { text, status } = await ask(route, bound, query);
        expect([route.path, query, status < 500]).toEqual([route.path, query, true]);
        if (/THEIRMARK|"theirs"/.test(text.replaceAll(/"message":"[^"]*"/g, '')))
          leaks.push(`${route.path}?${query}`);
        if ((await ask(route, free, query)).text.includes('THEIRMARK')) seenFree.add(route.path);
      }
    }
    expect(leaks).toEqual([]);
    for (const path of [
      '/functions',
      '/functions/{id}',
      '/traces/{traceId}',
      '/traces/{traceId}/otlp',
      '/logs',
      '/errors',
      '/source-maps',
    ])
      expect([path, seenFree.has(path)]).toEqual([path, true]);
  });

  it('not under their ids either, while its own are there', async () => {
    const find = (path: string) => reads().find((route) => route.path === path);
    const paths = [
      '/functions/{id}',
      '/traces/{traceId}',
      '/traces/{traceId}/otlp',
      '/traces/{traceId}/spans/{spanId}',
    ];
    for (const path of paths) {
      const route = find(path);
      if (!route) throw new Error(path);
      expect([path, (await ask(route, bound, RANGE)).status]).toEqual([path, 404]);
      const own = await call(route.handle, {
        query: path.startsWith('/functions') ? `?${RANGE}` : '',
        params: named(path, { id: ids.ours, traceId: OURS.trace, spanId: `${OURS.id}1` }),
        headers: { authorization: `Bearer ${bound}` },
      });
      expect([path, own.status, JSON.stringify(own.body).includes('OURMARK')]).toEqual([path, 200, true]);
    }
  });

  it('not in what people share: capacity and limits of their functions and views of their environment', async () => {
    const list = async (path: string) => {
      const route = reads().find((one) => one.path === path);
      if (!route) throw new Error(path);
      return JSON.parse((await ask(route, bound, '')).text).items;
    };
    expect(await list('/costs/capacity')).toMatchObject([{ functionId: ids.ours }]);
    expect(await list('/concurrency-limits')).toMatchObject([{ most: 10 }]);
    expect((await list('/views')).map(({ query }: { query: string }) => query).sort()).toEqual([
      'environment=ours',
      'outcome=error',
    ]);
  });
});
