import { expect, test } from 'vitest';
import type { TracesQuery } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

const LIST = { range: DAY, limit: 100 };

/** Trace n starts n seconds after T0; every third span is of user 7, and all have a number and a flag. */
function traces(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const startNs = T0_NS + BigInt(index) * 1000n * MS;
    return [
      invocation({
        traceId: traceId(index),
        spanId: spanId(1),
        startNs,
        endNs: startNs + MS,
        status: index % 6 === 0 ? 'error' : 'unset',
        attributes: { 'user.id': index % 3 === 0 ? 'user 7' : `user ${index + 100}` },
        resource: lambda(index % 2 === 0 ? 'even' : 'odd'),
      }),
      span({
        traceId: traceId(index),
        spanId: spanId(2),
        parentSpanId: spanId(1),
        startNs: startNs + 1n,
        attributes: {
          'http.response.status_code': 200 + index,
          'cache.hit': index === 4,
          list: [`${index}`],
        },
      }),
    ];
  });
}

export function traceAttributesContract(open: OpenEmptyStore): void {
  test('traces are found by an attribute of any of their spans, newest first, in pages', () =>
    withStore(open, async ({ writer, reader }) => {
      const all = traces(12);
      for (const spans of [all.slice(0, 5), all.slice(5, 9), all.slice(9)]) {
        await writer.write(
          batch(spans.flat(), [log({ body: 'of no span', attributes: { 'user.id': 'log' } })]),
        );
      }
      const found = async (key: string, value: string, more: Partial<TracesQuery> = {}) =>
        (await reader.traces({ ...LIST, ...more, attribute: { key, value } })).items.map((row) =>
          Number.parseInt(row.traceId.replaceAll('a', '') || '10', 16),
        );
      const ofUser7 = (await reader.traces({ ...LIST, attribute: { key: 'user.id', value: 'user 7' } }))
        .items;
      expect(ofUser7.map(({ startTime }) => (startTime - T0_MS) / 1000)).toEqual([9, 6, 3, 0]);
      expect(await found('http.response.status_code', '203')).toEqual([3]);
      expect(await found('cache.hit', 'true')).toEqual([4]);
      expect(await found('user.id', 'user')).toEqual([]);
      expect(await found('user.id', 'log')).toEqual([]);
      expect(await found('nothing', '')).toEqual([]);
      expect(await found('list', '3')).toEqual([]);
      expect(await found('user.id', 'user 7', { errorsOnly: true })).toEqual([6, 0]);
      const odd = (await reader.functions({ ...LIST, search: 'odd' })).items[0]?.function.id ?? '';
      expect(await found('user.id', 'user 7', { functionId: odd })).toEqual([9, 3]);
      const range = { fromMs: T0_MS + 3000, toMs: T0_MS + 9000 };
      expect(await found('user.id', 'user 7', { range })).toEqual([6, 3]);

      const pages = [];
      let cursor: string | null = null;
      do {
        const query = { ...LIST, limit: 3, attribute: { key: 'user.id', value: 'user 7' } };
        const page: Awaited<ReturnType<typeof reader.traces>> = await reader.traces(
          cursor === null ? query : { ...query, cursor },
        );
        pages.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(pages).toEqual(ofUser7);
    }));

  test('for who may know of one environment alone, what others sent of a trace finds nothing', () =>
    withStore(open, async ({ writer, reader }) => {
      const ours = lambda('front', { 'deployment.environment.name': 'ours' });
      const theirs = lambda('back', { 'deployment.environment.name': 'theirs' });
      const mixed = { traceId: traceId(1) };
      const root = invocation({
        ...mixed,
        spanId: spanId(1),
        resource: ours,
        attributes: { shared: 'x', own: 'x' },
      });
      const below = { ...mixed, spanId: spanId(2), parentSpanId: spanId(1), resource: theirs };
      const alone = { traceId: traceId(2), spanId: spanId(3), resource: ours };
      await writer.write(
        batch([
          root,
          invocation({ ...below, attributes: { shared: 'x', foreign: 'x' } }),
          invocation({ ...alone, startNs: T0_NS + MS, endNs: T0_NS + 2n * MS }),
        ]),
      );
      const found = async (query: Partial<TracesQuery>) =>
        (await reader.traces({ ...LIST, environment: 'ours', ...query })).items.map((row) => row.traceId);
      const by = (key: string) => ({ attribute: { key, value: 'x' } });
      const both = [traceId(2), traceId(1)];
      expect(await found(by('foreign'))).toEqual([traceId(1)]);
      expect(await found({ ...by('foreign'), confined: true })).toEqual([]);
      expect(await found({ ...by('shared'), confined: true })).toEqual([traceId(1)]);
      expect(await found({ ...by('own'), confined: true })).toEqual([traceId(1)]);
      expect(await found({ minCost: 1n })).toEqual(both);
      expect(await found({ minCost: 1n, confined: true })).toEqual([traceId(2)]);
      expect(await found({ confined: true })).toEqual(both);
      const [row] = (await reader.traces({ ...LIST, attribute: { key: 'own', value: 'x' } })).items;
      expect(row?.functions).toEqual([
        { id: expect.any(String), name: 'back', environment: 'theirs', region: 'eu-central-1' },
        { id: expect.any(String), name: 'front', environment: 'ours', region: 'eu-central-1' },
      ]);
    }));

  test('a span that took the place of another is found by what it says, not by what that one said', () =>
    withStore(open, async ({ writer, reader }) => {
      const ids = { traceId: traceId(1), spanId: spanId(1) };
      await writer.write(batch([span({ ...ids, attributes: { step: 'first' } })]));
      await writer.write(batch([span({ ...ids, endNs: T0_NS + 5n * MS, attributes: { step: 'second' } })]));
      const count = async (value: string) =>
        (await reader.traces({ ...LIST, attribute: { key: 'step', value } })).items.length;
      expect(await count('second')).toBe(1);
      expect(await count('first')).toBe(0);
    }));

  test('a trace is listed by its own start, also when the span that was asked for starts much later', () =>
    withStore(open, async ({ writer, reader }) => {
      const mark = { attributes: { mark: 'x' } };
      const at = (trace: number, id: number, second: number, more = {}) =>
        span({
          traceId: traceId(trace),
          spanId: spanId(id),
          startNs: T0_NS + BigInt(second) * 1000n * MS,
          ...more,
        });
      await writer.write(batch([at(1, 1, 0), at(4, 1, 1), at(2, 1, 10, mark)]));
      await writer.write(batch([at(1, 2, 7200, mark), at(4, 2, 7300, mark), at(3, 1, 20, mark)]));
      const query = { ...LIST, attribute: { key: 'mark', value: 'x' } };
      const found = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof reader.traces>> = await reader.traces({
          ...query,
          limit: 1,
          ...(cursor === null ? {} : { cursor }),
        });
        found.push(...page.items.map((row) => row.traceId));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(found).toEqual([3, 2, 4, 1].map(traceId));
      const firstMinute = { fromMs: T0_MS, toMs: T0_MS + 60_000 };
      expect((await reader.traces({ ...query, range: firstMinute })).items).toHaveLength(4);
    }));
}
