import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleSettings } from '@/core/model/channels/testing/samples';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase, untouchableReader } from './_testing/database';
import { allRoutes, call } from './_testing/routes';

type Fields = Readonly<Record<string, unknown>>;

let database: TestDatabase;
const routes = await allRoutes();

beforeEach(async () => {
  database = await openTestDatabase({}, async () => ({
    ...(await untouchableReader()),
    function: async () => null,
  }));
});
afterEach(() => database.remove());

async function send(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, id = '') {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (!route) throw new Error(`no call ${method} ${path}`);
  const answer = await call(route.handle, {
    method,
    body,
    ...(path.endsWith('{id}') ? { params: { id } } : {}),
  });
  return { status: answer.status, body: answer.body as Fields };
}

const listed = (path: string, list: string) => async (): Promise<Fields> => {
  const [first] = (await send('GET', path)).body[list] as readonly Fields[];
  return first ?? {};
};
const one = (path: string) => async (id: string) => (await send('GET', path, undefined, id)).body;

const OLD = '2020-01-01T00:00:00.000Z';
const RULE = {
  name: 'Checkout fails',
  figure: 'error_rate',
  condition: { kind: 'threshold', threshold: 0.05, recovery: 0.02 },
};
const CAPACITY = { functionId: '0123456789abcdef', instances: 2, from: '2026-01-01' };
const PRICE = { provider: 'aws', product: 'lambda', discountPercent: '10', source: 'our contract' };

interface Replaced {
  readonly put: string;
  /** What makes one; null: it is there from the beginning. */
  readonly made: readonly ['POST' | 'PUT', string, Fields] | null;
  readonly read: (id: string) => Promise<Fields>;
  readonly change: Fields;
  /** Another value of a field that nobody sets. */
  readonly fixed: readonly [string, unknown];
}

const REPLACED: readonly Replaced[] = [
  {
    put: '/alerts/rules/{id}',
    made: ['POST', '/alerts/rules', RULE],
    read: one('/alerts/rules/{id}'),
    change: { windowMinutes: 15 },
    fixed: ['id', 'rul_other'],
  },
  {
    put: '/views/{id}',
    made: ['POST', '/views', { name: 'Slow', screen: 'traces', query: 'minDurationMs=1000' }],
    read: listed('/views', 'items'),
    change: { name: 'Slower' },
    fixed: ['createdAt', OLD],
  },
  {
    put: '/costs/capacity/{id}',
    made: ['POST', '/costs/capacity', CAPACITY],
    read: listed('/costs/capacity', 'items'),
    change: { instances: 3 },
    fixed: ['createdAt', OLD],
  },
  {
    put: '/concurrency-limits',
    made: ['PUT', '/concurrency-limits', { provider: 'aws', region: 'eu-central-1', most: 1000 }],
    read: listed('/concurrency-limits', 'items'),
    change: { most: 2000 },
    fixed: ['id', 'lim_other'],
  },
  {
    put: '/prices/overrides/{id}',
    made: ['POST', '/prices/overrides', PRICE],
    read: listed('/prices/overrides', 'items'),
    change: { discountPercent: '12' },
    fixed: ['origin', 'import'],
  },
  {
    put: '/privacy/redaction/rules/{id}',
    made: ['POST', '/privacy/redaction/rules', { name: 'customer', kind: 'key', match: 'customer.*' }],
    read: listed('/privacy/redaction', 'rules'),
    change: { match: 'client.*' },
    fixed: ['createdAt', OLD],
  },
  {
    put: '/privacy/redaction/detectors/{id}',
    made: null,
    read: listed('/privacy/redaction', 'detectors'),
    change: { enabled: false },
    fixed: ['title', 'Mine'],
  },
  {
    put: '/retention',
    made: null,
    read: one('/retention'),
    change: {
      policy: { ordinaryOneIn: 10, settleMinutes: 15, slowMs: null, ordinaryDays: null, logDays: 3 },
    },
    fixed: ['days', 7],
  },
  ...Object.entries(sampleSettings('https://hooks.example/known-to-the-endpoint-alone')).map(
    ([type, settings]): Replaced => ({
      put: '/alerts/channels/{id}',
      made: ['POST', '/alerts/channels', { name: 'Ops', type, settings }],
      read: one('/alerts/channels/{id}'),
      change: { name: 'Everybody', repeatMinutes: 0 },
      fixed: ['signed', 'yes'],
    }),
  ),
];

const idOf = ({ id }: Fields) => String(id);

describe.each(REPLACED)('what is read of $put $made.2.type', ({ put, made, read, change, fixed }) => {
  async function start(): Promise<Fields> {
    if (made === null) return read('');
    const { status, body } = await send(...made);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return read(idOf((body.channel ?? body) as Fields));
  }

  it('may be sent back as it is, which changes nothing', async () => {
    const before = await start();
    expect(await send('PUT', put, before, idOf(before))).toMatchObject({ status: 200 });
    const { updatedAt: _, statedAt: __, ...rest } = before;
    expect(await read(idOf(before))).toMatchObject(rest);
  });

  it('may be sent back with changes', async () => {
    const before = await start();
    expect(await send('PUT', put, { ...before, ...change }, idOf(before))).toMatchObject({ status: 200 });
    const { updatedAt: _, statedAt: __, ...rest } = before;
    expect(await read(idOf(before))).toMatchObject({ ...rest, ...change });
  });

  it('is refused by the name of what cannot be set, and stays as it was', async () => {
    const before = await start();
    const [name, other] = fixed;
    const refused = await send('PUT', put, { ...before, ...change, [name]: other }, idOf(before));
    const message = `${name}: is ${JSON.stringify(before[name])} and cannot be set; leave it out, or send it as it is answered`;
    expect(refused).toEqual({ status: 400, body: { error: { code: 'invalid_input', message } } });
    expect(await read(idOf(before))).toEqual(before);
  });
});

it('whoever read before someone else changed it is told so, instead of undoing that', async () => {
  const rule = (await send('POST', '/alerts/rules', RULE)).body;
  const first = await one('/alerts/rules/{id}')(idOf(rule));
  await new Promise((resolve) => setTimeout(resolve, 2));
  await send('PUT', '/alerts/rules/{id}', { ...first, name: 'Theirs' }, idOf(rule));
  const second = await send('PUT', '/alerts/rules/{id}', { ...first, severity: 'info' }, idOf(rule));
  expect(second).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringMatching(/^updatedAt: is "20/) } },
  });
  expect(await one('/alerts/rules/{id}')(idOf(rule))).toMatchObject({ name: 'Theirs', severity: 'warning' });
});

it('what changes by itself is taken whatever it says, and what nobody knows is refused', async () => {
  const { id } = (await send('POST', '/alerts/rules', RULE)).body;
  const read = await one('/alerts/rules/{id}')(String(id));
  const firing: Fields = { ...read, states: [{ status: 'firing', groups: 3 }] };
  expect(await send('PUT', '/alerts/rules/{id}', firing, String(id))).toMatchObject({ status: 200 });
  const { updatedAt: _, ...rest } = firing;
  expect(await send('PUT', '/alerts/rules/{id}', { ...rest, colour: 'red' }, String(id))).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringMatching(/^unknown: colour; known: key, name, /) } },
  });
});

it('holds for the provider that people sign in with too, whose secret is never read', async () => {
  const provider = createServer((_, response) => {
    const { port } = provider.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ issuer: `http://127.0.0.1:${port}` }));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  try {
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const made = { issuer, clientId: 'faaslens', clientSecret: 'known-to-the-provider' };
    expect(await send('PUT', '/single-sign-on', made)).toMatchObject({ status: 200 });
    const { body } = await send('GET', '/single-sign-on');
    expect(body).toMatchObject({ redirectUri: expect.stringMatching(/\/callback$/) });
    const changed = { ...body, label: 'Company account' };
    expect(await send('PUT', '/single-sign-on', changed)).toEqual({ status: 200, body: changed });
    const refused = await send('PUT', '/single-sign-on', { ...body, redirectUri: 'https://other.example' });
    expect(JSON.stringify(refused.body)).toContain('redirectUri: is ');
  } finally {
    provider.close();
  }
});

it('holds for every call that replaces something', () => {
  const puts = CONTRACTS.filter(({ method }) => method === 'PUT').map(({ path }) => path);
  const tested = new Set(REPLACED.map(({ put }) => put));
  // A password is never read; the provider has a test of its own above.
  const others = ['/session/password', '/single-sign-on'];
  expect(puts.filter((path) => !tested.has(path)).sort()).toEqual(others);
});
