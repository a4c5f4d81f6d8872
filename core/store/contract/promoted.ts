import { expect, test } from 'vitest';
import type { Attributes } from '../../model/attributes';
import type { AttributeCondition, InvocationGroupsQuery } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  type OpenStore,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';
import { tidied } from './tidied';

const LIST = { range: DAY, limit: 1000 };
const KEY = 'tenant.id';

const run = (number: number, attributes: Attributes, more: Partial<Parameters<typeof invocation>[0]> = {}) =>
  invocation({
    traceId: traceId(number),
    spanId: spanId(number),
    startNs: T0_NS + BigInt(number) * MS,
    attributes,
    ...more,
  });

const groups = async ({ reader }: OpenStore, more: Partial<InvocationGroupsQuery> = {}) => {
  const answer = await reader.invocationGroups({ ...LIST, key: KEY, ...more });
  return Object.fromEntries(answer.groups.map(({ value, invocations }) => [value, invocations]));
};

/** Numbers of the matching invocations, newest first. */
const found = async ({ reader }: OpenStore, ...attributes: readonly AttributeCondition[]) =>
  (await reader.invocations({ ...LIST, attributes })).items.map(({ startTime }) => startTime - T0_MS);

export function promotedContract(open: OpenEmptyStore): void {
  test('from the promotion on, invocations are counted and found by the attribute of their span or resource', () =>
    withStore(open, async (store) => {
      const { writer, reader, promotions } = store;
      expect(await reader.promotedAttributes()).toEqual([]);
      const promoted = await promotions.promote(KEY);
      expect(promoted).toMatchObject({ key: KEY, completeSince: null, examined: 0, missed: 0 });
      expect(await reader.promotedAttributes()).toEqual([promoted]);
      await writer.write(
        batch([
          run(1, { [KEY]: 'a' }),
          run(2, { [KEY]: 'b' }, { resource: lambda('other', { [KEY]: 'resource' }) }),
          run(3, {}, { resource: lambda('other', { [KEY]: 'a' }) }),
          run(4, {}),
          span({ traceId: traceId(1), spanId: spanId(9), attributes: { [KEY]: 'no invocation' } }),
        ]),
      );
      expect(await groups(store)).toEqual({ a: 2, b: 1 });
      expect(await reader.invocationGroups({ ...LIST, key: KEY })).toMatchObject({
        completeSince: null,
        exact: true,
      });
      expect(await found(store, { key: KEY, value: 'a' })).toEqual([3, 1]);
      expect(await found(store, { key: KEY })).toEqual([3, 2, 1]);
      expect(await found(store, { key: KEY, value: 'resource' })).toEqual([]);
    }));

  test('stored invocations are filled in while the store is tidied, and the answers say since when they are complete', () =>
    withStore(open, async (opened) => {
      let store = opened;
      for (let number = 1; number <= 40; number += 1)
        await store.writer.write(batch([run(number, { [KEY]: number % 4, tier: 'gold' })]));
      const { completeSince } = await store.promotions.promote(KEY);
      await store.writer.write(batch([run(99, { [KEY]: 'new' })]));
      const all = { 0: 10, 1: 10, 2: 10, 3: 10, new: 1 };
      // An engine that keeps all values anyway has nothing to fill in.
      if (completeSince === null) {
        expect(await groups(store)).toEqual(all);
        expect(await store.reader.invocationGroups({ ...LIST, key: KEY })).toMatchObject({ exact: true });
        return;
      }
      expect(completeSince).toBeGreaterThan(T0_MS + 40);
      const early = await store.reader.invocationGroups({ ...LIST, key: KEY });
      expect(early).toMatchObject({ completeSince, exact: false });
      expect(early.groups).toEqual([{ value: 'new', invocations: 1 }]);
      const query = { ...LIST, attributes: [{ key: KEY, value: 'new' }] };
      expect(await store.reader.invocations(query)).toMatchObject({ completeSince, items: [{}] });
      const later = { fromMs: completeSince, toMs: DAY.toMs };
      expect(await store.reader.invocationGroups({ ...LIST, range: later, key: KEY })).toMatchObject({
        exact: true,
      });

      // Filling in continues in another thread or process.
      await store.writer.tidy(0);
      store = await store.reopen();
      await store.promotions.promote('tier');
      await tidied(store);
      expect(await groups(store)).toEqual(all);
      expect(await groups(store, { key: 'tier' })).toEqual({ gold: 40 });
      expect(await store.reader.invocations(query)).not.toHaveProperty('completeSince');
      expect(await store.reader.promotedAttributes()).toMatchObject([
        { key: KEY, completeSince: null, examined: 40, missed: 0 },
        { key: 'tier', completeSince: null, examined: 41, missed: 0 },
      ]);
    }));

  test('values are told apart as groups name them, and numbers are compared as such', () =>
    withStore(open, async (store) => {
      const values = [
        'x',
        '',
        '10',
        10,
        9,
        -2.5,
        '9e0',
        1e21,
        true,
        ['x'],
        null,
        '9007199254740993',
        'y'.repeat(300),
      ];
      await store.promotions.promote(KEY);
      await store.writer.write(batch(values.map((value, index) => run(index + 1, { [KEY]: value }))));
      const cut = 'y'.repeat(256);
      expect(await groups(store)).toEqual({
        x: 1,
        '': 1,
        10: 2,
        9: 1,
        '-2.5': 1,
        '9e0': 1,
        '1e+21': 1,
        true: 1,
        '["x"]': 1,
        null: 1,
        '9007199254740993': 1,
        [cut]: 1,
      });
      const number = (index: number) => index + 1;
      for (const [index, value] of values.entries()) {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        expect(await found(store, { key: KEY, value: text })).toContain(number(index));
      }
      expect(await found(store, { key: KEY, value: '10.0' })).toEqual([]);
      expect(await found(store, { key: KEY, min: 9 })).toEqual([8, 5, 4, 3]);
      expect(await found(store, { key: KEY, max: 9 })).toEqual([6, 5]);
      expect(await found(store, { key: KEY, min: -2.5, max: 9.5 })).toEqual([6, 5]);
      expect(await found(store, { key: KEY, min: 10, value: '10' })).toEqual([4, 3]);
      for (const min of [Number.NaN, Number.POSITIVE_INFINITY])
        await expect(found(store, { key: KEY, min })).rejects.toMatchObject({ code: 'invalid_input' });
    }));

  test('other filters and pages hold together with attributes', () =>
    withStore(open, async (store) => {
      const { writer, reader, promotions } = store;
      await promotions.promote(KEY);
      await promotions.promote('plan');
      const staging = lambda('other', { 'deployment.environment.name': 'staging' });
      const spans = Array.from({ length: 60 }, (_, index) =>
        run(
          index + 1,
          { [KEY]: index % 3, plan: index % 2 === 0 ? 'free' : 'paid' },
          {
            ...(index % 5 === 0 ? { status: 'error' } : {}),
            ...(index % 4 === 0 ? { resource: staging } : {}),
          },
        ),
      );
      await writer.write(batch(spans));
      const { items } = await reader.functions({ ...LIST, search: 'other' });
      const functionId = items[0]?.function.id ?? '';
      const range = { fromMs: T0_MS + 11, toMs: T0_MS + 51 };
      const isOne = (index: number, ...rules: readonly ((index: number) => boolean)[]) =>
        rules.every((rule) => rule(index));
      const count = (...rules: readonly ((index: number) => boolean)[]) =>
        spans.filter((_, index) => isOne(index, (one) => one % 3 === 1, ...rules)).length;
      const one = async (more: Partial<InvocationGroupsQuery>) => (await groups(store, more))[1];
      expect(await one({})).toBe(20);
      expect(await one({ functionId })).toBe(count((index) => index % 4 === 0));
      expect(await one({ environment: '' })).toBe(count((index) => index % 4 !== 0));
      expect(await one({ outcome: 'error' })).toBe(count((index) => index % 5 === 0));
      expect(await one({ outcome: 'ok', range })).toBe(
        count(
          (index) => index % 5 !== 0,
          (index) => index >= 10 && index < 50,
        ),
      );
      expect(await one({ functionId, outcome: 'error', environment: 'staging', range: DAY })).toBe(
        count((index) => index % 20 === 0),
      );
      expect(await groups(store, { limit: 1, key: 'plan' })).toEqual({ free: 30 });

      const query = {
        range,
        environment: 'staging',
        attributes: [
          { key: KEY, value: '1' },
          { key: 'plan', value: 'free' },
        ],
      };
      const expected = spans
        .filter((_, index) => index >= 10 && index < 50 && index % 12 === 4)
        .map((one) => one.spanId)
        .reverse();
      const paged: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await reader.invocations({ ...query, limit: 2, ...(cursor === null ? {} : { cursor }) });
        paged.push(...page.items.map((row) => row.spanId));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(paged).toEqual(expected);
      expect(expected.length).toBeGreaterThan(2);
    }));

  test('values follow spans that are replaced, and go with invocations that are none any more', () =>
    withStore(open, async (store) => {
      const { writer, promotions } = store;
      await promotions.promote(KEY);
      const said = (value: Attributes, ms: number, more = {}) =>
        run(1, value, { endNs: T0_NS + BigInt(ms) * MS, ...more });
      await writer.write(batch([said({ [KEY]: 'first' }, 10)]));
      await writer.write(batch([said({ [KEY]: 'last' }, 12)]));
      await writer.write(batch([said({ [KEY]: 'between' }, 11)]));
      expect(await groups(store)).toEqual({ last: 1 });
      await writer.write(batch([said({}, 13)]));
      expect(await groups(store)).toEqual({});
      await writer.write(batch([said({ [KEY]: 'back' }, 14)]));
      expect(await groups(store)).toEqual({ back: 1 });
      // The platform's report creates a new row for an old span.
      const report = `REPORT RequestId: request-${traceId(1)}-${spanId(1)}\tDuration: 13.00 ms\tBilled Duration: 14 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t`;
      await writer.write(batch([], [log({ body: report, timeNs: T0_NS + 20n * MS })]));
      expect(await groups(store)).toEqual({ back: 1 });
      const plain = { 'faas.trigger': 'none', 'faas.invocation_id': '' };
      await writer.write(
        batch([
          span({ ...said({ [KEY]: 'back', ...plain }, 15), kind: 'internal', attributes: { [KEY]: 'x' } }),
        ]),
      );
      expect((await store.reader.invocations(LIST)).items).toEqual([]);
      expect(await groups(store)).toEqual({});
    }));

  test('a change of nothing but the attribute, when the rest of the row stays, is followed', () =>
    withStore(open, async (store) => {
      await store.promotions.promote(KEY);
      const [low, high] = ['p', 'q'].map((value) => run(1, { [KEY]: value }));
      if (!low || !high) throw new Error('two versions');
      await store.writer.write(batch([low]));
      await store.writer.write(batch([high]));
      await store.writer.write(batch([low]));
      expect(await groups(store)).toEqual({ q: 1 });
      await store.writer.write(batch([run(1, {})]));
      expect(await groups(store)).toEqual({});
    }));

  test('what is not promoted is refused, and what no longer is leaves nothing behind', () =>
    withStore(open, async (store) => {
      const { writer, reader, promotions } = store;
      const refused = { code: 'invalid_input', message: expect.stringContaining(KEY) };
      await expect(groups(store)).rejects.toMatchObject(refused);
      await expect(found(store, { key: KEY, value: 'a' })).rejects.toMatchObject(refused);
      await expect(promotions.unpromote(KEY)).rejects.toMatchObject({ code: 'not_found' });
      await promotions.promote(KEY);
      await writer.write(batch(Array.from({ length: 50 }, (_, index) => run(index + 1, { [KEY]: 'a' }))));
      await promotions.unpromote(KEY);
      await expect(groups(store)).rejects.toMatchObject(refused);
      expect(await reader.promotedAttributes()).toEqual([]);
      // Promoted again before the old values are removed.
      await promotions.promote(KEY);
      await writer.write(batch([run(60, { [KEY]: 'b' })]));
      await tidied(store);
      expect(await groups(store)).toEqual({ a: 50, b: 1 });
      await promotions.unpromote(KEY);
      await writer.write(batch([run(61, { [KEY]: 'b' })]));
      await tidied(store);
      const { completeSince } = await promotions.promote(KEY);
      expect(await groups(store)).toEqual(completeSince === null ? { a: 50, b: 2 } : {});
    }));

  test('at most 20 keys are promoted, each once, and keys have 1 to 256 characters', () =>
    withStore(open, async ({ reader, promotions }) => {
      for (let number = 0; number < 20; number += 1) await promotions.promote(`key ${number}`);
      expect(await promotions.promote('key 3')).toMatchObject({ key: 'key 3' });
      await expect(promotions.promote('one more')).rejects.toMatchObject({ code: 'conflict' });
      await promotions.unpromote('key 3');
      await promotions.promote('one more');
      expect((await reader.promotedAttributes()).map(({ key }) => key).slice(-2)).toEqual([
        'key 19',
        'one more',
      ]);
      for (const key of ['', 'x'.repeat(257)])
        await expect(promotions.promote(key)).rejects.toMatchObject({ code: 'invalid_input' });
    }));
}
