import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import type { TelemetryWriter } from '@/core/store/store';
import { CONTRACTS } from './_contract/all';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { allRoutes, call, type Sent } from './_testing/routes';
import { BEGIN, invocation, lambda, span } from './_testing/telemetry';

const NOW = BEGIN + 120_000;
const INVOCATIONS = 300;

let database: TestDatabase;
let writer: TelemetryWriter;
const routes = await allRoutes();

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');

/** An invocation with a child span; the tenant is on both, retries are a number of the invocation alone. */
function executed(number: number) {
  const resource = lambda(number % 3 === 0 ? 'shop' : 'pay', number % 2 === 0 ? 'production' : 'staging');
  const trace = hex(number, 32);
  const at = { trace, resource, from: number * 10, to: number * 10 + 5 };
  const attributes = { 'tenant.id': `tenant ${number % 7}` };
  return [
    invocation({
      ...at,
      id: hex(number, 16),
      status: number % 10 === 0 ? 'error' : 'unset',
      attributes: { ...attributes, retries: number % 4 },
    }),
    span({ ...at, id: hex(number + 5000, 16), parent: hex(number, 16), attributes }),
  ];
}

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => NOW,
  );
  writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  for (let first = 1; first <= INVOCATIONS; first += 25) {
    const spans = Array.from({ length: 25 }, (_, index) => executed(first + index)).flat();
    await writer.write({ spans, logs: [] });
  }
});
afterAll(async () => {
  await writer.close();
  await database.remove();
});

/** Calls a route without a key, as `auto` allows on loopback, and checks the answer against its contract. */
async function send(path: string, { method = 'GET', ...sent }: Sent = {}) {
  const route = routes.find((one) => one.method === method && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === method && one.path === path);
  if (!route || !contract) throw new Error(`no route ${method} ${path}`);
  const answer = await call(route.handle, { method, ...sent });
  if (answer.status < 400) contract.answer.parse(answer.body);
  return { status: answer.status, body: answer.body as Answer };
}

interface Answer {
  readonly items: readonly { readonly key: string; readonly spanId: string }[];
  readonly nextCursor: string | null;
  readonly groups: readonly {
    readonly value: string;
    readonly count: number;
    readonly standardError: number | null;
  }[];
  readonly sampledBlocks: number;
  readonly totalBlocks: number;
  readonly exact: boolean;
  readonly completeSince?: string | null;
  readonly next: Readonly<Record<string, string | number>> | null;
  readonly error: { readonly code: string; readonly message: string };
}

async function tidied() {
  while (await writer.tidy(50));
}

/** How many invocations, or spans, the rule holds for, by tenant: from what was sent. */
function truth(rule: (number: number) => boolean, each = 1): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let number = 1; number <= INVOCATIONS; number += 1) {
    if (rule(number)) counts[`tenant ${number % 7}`] = (counts[`tenant ${number % 7}`] ?? 0) + each;
  }
  return counts;
}

const counted = ({ groups }: Answer) => Object.fromEntries(groups.map(({ value, count }) => [value, count]));

describe('an attribute that is not promoted', () => {
  const query = '?key=tenant.id&limit=10';

  it('counts spans, in a sample that says its error and gets better until it is exact', async () => {
    const samples: Answer[] = [];
    let next: Answer['next'] = { budgetMs: 0 };
    while (next) {
      const more = Object.entries(next).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
      const { status, body } = await send('/attribute-groups', { query: query + more.join('') });
      expect([status, body]).toEqual([200, expect.objectContaining({ unit: 'spans', completeSince: null })]);
      samples.push(body);
      next = body.next;
    }
    const [first, last] = [samples[0], samples.at(-1)];
    if (!first || !last) throw new Error('no sample');
    expect(first).toMatchObject({ sampledBlocks: 2, totalBlocks: 12, exact: false });
    expect(first.next).toMatchObject({ seed: 0, budgetMs: 1000, to: new Date(NOW).toISOString() });
    for (const { value, count, standardError } of first.groups) {
      expect(Math.abs(count - (truth(() => true, 2)[value] ?? 0))).toBeLessThan(40);
      expect(standardError).toBeGreaterThanOrEqual(0);
    }
    expect(last).toMatchObject({ sampledBlocks: 12, totalBlocks: 12, exact: true, next: null });
    expect(counted(last)).toEqual(truth(() => true, 2));
  });

  it('does not filter invocations, and has no outcome', async () => {
    const refused = async (path: string, query: string) => {
      const { status, body } = await send(path, { query });
      return [status, body.error.code, body.error.message];
    };
    const notPromoted = expect.stringMatching(/^attribute tenant\.id: is not promoted/);
    expect(await refused('/invocations', '?attribute.tenant.id=a')).toEqual([
      400,
      'invalid_input',
      notPromoted,
    ]);
    expect(await refused('/attribute-groups', `${query}&unit=invocations`)).toEqual([
      400,
      'invalid_input',
      notPromoted,
    ]);
    expect(await refused('/attribute-groups', `${query}&outcome=error`)).toEqual([
      400,
      'invalid_input',
      expect.stringMatching(/^outcome: /),
    ]);
  });
});

describe('a promoted attribute', () => {
  it('is filled in while answers say so, then counts and finds invocations exactly', async () => {
    const promoted = await send('/attributes', { method: 'POST', body: { key: 'tenant.id' } });
    expect(promoted.status).toBe(201);
    expect(promoted.body).toMatchObject({ key: 'tenant.id', promotedAt: new Date(NOW).toISOString() });
    const { body: early } = await send('/attribute-groups', { query: '?key=tenant.id' });
    expect(early).toMatchObject({ unit: 'invocations', groups: [], exact: false });
    expect(Date.parse(early.completeSince ?? '')).toBeGreaterThan(BEGIN + INVOCATIONS * 10);
    const page = await send('/invocations', { query: '?attribute.tenant.id=tenant+3' });
    expect(page.body).toMatchObject({ items: [], completeSince: early.completeSince });

    await tidied();
    expect((await send('/attributes')).body.items).toMatchObject([
      { key: 'tenant.id', completeSince: null, examined: INVOCATIONS, missed: 0 },
    ]);
    const groups = async (more: string) =>
      (await send('/attribute-groups', { query: `?key=tenant.id${more}` })).body;
    expect(await groups('')).toMatchObject({ exact: true, completeSince: null, next: null });
    expect(counted(await groups(''))).toEqual(truth(() => true));
    expect(counted(await groups('&environment=staging'))).toEqual(truth((one) => one % 2 === 1));
    expect(counted(await groups('&outcome=error'))).toEqual(truth((one) => one % 10 === 0));
    const { items } = (await send('/functions', { query: '?q=shop&environment=production' }))
      .body as unknown as {
      items: { id: string }[];
    };
    expect(counted(await groups(`&outcome=ok&functionId=${items[0]?.id}`))).toEqual(
      truth((one) => one % 6 === 0 && one % 10 !== 0),
    );
    const from = new Date(BEGIN + 1000).toISOString();
    const to = new Date(BEGIN + 2000).toISOString();
    expect(counted(await groups(`&from=${from}&to=${to}`))).toEqual(truth((one) => one >= 100 && one < 200));
    // Spans can still be asked for.
    expect(counted(await groups('&unit=spans'))).toEqual(truth(() => true, 2));
  });

  it('narrows a list of invocations, by numbers too, beside other filters and over pages', async () => {
    await send('/attributes', { method: 'POST', body: { key: 'retries' } });
    await tidied();
    const found = async (query: string) => {
      const numbers: number[] = [];
      let cursor = '';
      do {
        const { status, body } = await send('/invocations', { query: `?limit=7${query}${cursor}` });
        expect([status, body]).toEqual([
          200,
          expect.not.objectContaining({ completeSince: expect.anything() }),
        ]);
        numbers.push(...body.items.map(({ spanId }) => Number.parseInt(spanId, 16)));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      return numbers;
    };
    const all = Array.from({ length: INVOCATIONS }, (_, index) => INVOCATIONS - index);
    expect(await found('&attribute.tenant.id=tenant+3')).toEqual(all.filter((one) => one % 7 === 3));
    expect(await found('&attribute[tenant.id]=tenant%203&attributeMin.retries=2')).toEqual(
      all.filter((one) => one % 7 === 3 && one % 4 >= 2),
    );
    expect(await found('&attributeMin.retries=1&attributeMax.retries=1.5&outcome=error')).toEqual(
      all.filter((one) => one % 4 === 1 && one % 10 === 0),
    );
    expect(await found('&attribute.retries=0&environment=production')).toEqual(
      all.filter((one) => one % 4 === 0),
    );
    expect(await found('&attribute.tenant.id=nobody')).toEqual([]);
  });

  it('is taken back by its key, once', async () => {
    const take = () => send('/attributes', { method: 'DELETE', query: '?key=retries' });
    expect((await take()).status).toBe(204);
    expect((await take()).body.error.code).toBe('not_found');
    expect((await send('/attributes')).body.items.map(({ key }) => key)).toEqual(['tenant.id']);
    expect((await send('/invocations', { query: '?attribute.retries=0' })).status).toBe(400);
  });
});

describe('what is wrong is refused by name', () => {
  it.each([
    ['/attribute-groups', '', 'key'],
    ['/attribute-groups', '?key=a&unit=logs', 'unit'],
    ['/attribute-groups', '?key=a&seed=-1', 'seed'],
    ['/attribute-groups', '?key=a&seed=4294967296', 'seed'],
    ['/attribute-groups', '?key=a&budgetMs=600001', 'budgetMs'],
    ['/attribute-groups', '?key=a&budgetMs=1.5', 'budgetMs'],
    ['/attribute-groups', `?key=${'x'.repeat(257)}`, 'key'],
    ['/attribute-groups', '?key=a&outcome=bad', 'outcome'],
    ['/invocations', '?attribute=a', 'attribute'],
    ['/invocations', '?attribute.a=1&attribute.a=2', 'attribute.a'],
    ['/invocations', '?attribute.a=1&attribute[a]=2', 'attribute[a]'],
    ['/invocations', '?attribute=1&attribute.a=2', 'attribute.a'],
    ['/invocations', '?attribute.__proto__=1', 'attribute'],
    ['/invocations', '?attributeMin.a=many', 'attributeMin.a'],
    ['/invocations', '?attributeMax.a=Infinity', 'attributeMax.a'],
    ['/invocations', '?limit.a=5', 'limit'],
  ])('%s%s', async (path, query, field) => {
    const { status, body } = await send(path, { query });
    expect([status, body.error.code]).toEqual([400, 'invalid_input']);
    expect(body.error.message.slice(0, field.length + 2)).toBe(`${field}: `);
  });

  it('keys that are no text, empty or long, and one too many', async () => {
    for (const body of [{}, { key: 5 }, { key: '' }, { key: 'x'.repeat(257) }, { key: 'a', more: 1 }]) {
      const { status } = await send('/attributes', { method: 'POST', body });
      expect([body, status]).toEqual([body, 400]);
    }
    for (let number = 1; number < 20; number += 1)
      await send('/attributes', { method: 'POST', body: { key: `key ${number}` } });
    const { status, body } = await send('/attributes', { method: 'POST', body: { key: 'one more' } });
    expect([status, body.error.code]).toEqual([409, 'conflict']);
    for (const value of ["'; DROP TABLE invocation; --", '%', '"', '\u0000']) {
      const found = await send('/invocations', {
        query: `?attribute.tenant.id=${encodeURIComponent(value)}`,
      });
      expect(found.body.items).toEqual([]);
    }
  });
});
