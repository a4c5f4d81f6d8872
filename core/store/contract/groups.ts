import { expect, test } from 'vitest';
import type { AttributeGroup } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

const ALL = { range: DAY, limit: 100, budgetMs: 60_000 };

const counted = (groups: readonly AttributeGroup[]) => groups.map(({ value, spans }) => [value, spans]);

export function groupsContract(open: OpenEmptyStore): void {
  test('spans are counted by the value of an attribute, exactly when all were read', () =>
    withStore(open, async ({ writer, reader }) => {
      const values = ['b', 'a', 'b', 7, true, ['x'], undefined, 'b', '7', null];
      const spans = values.map((value, index) =>
        span({
          traceId: traceId(1 + (index % 3)),
          spanId: spanId(index),
          startNs: T0_NS + BigInt(index) * MS,
          attributes: value === undefined ? {} : { tenant: value },
        }),
      );
      for (const one of spans) await writer.write(batch([one]));
      const answer = await reader.attributeGroups({ ...ALL, key: 'tenant' });
      expect(answer.exact).toBe(true);
      expect(answer.sampledBlocks).toBe(answer.totalBlocks);
      expect(answer.groups.every(({ standardError }) => standardError === 0)).toBe(true);
      expect(counted(answer.groups)).toEqual([
        ['b', 3],
        ['7', 2],
        ['["x"]', 1],
        ['a', 1],
        ['null', 1],
        ['true', 1],
      ]);
      const { groups } = await reader.attributeGroups({ ...ALL, key: 'tenant', limit: 1 });
      expect(counted(groups)).toEqual([['b', 3]]);
      const range = { fromMs: T0_MS + 1, toMs: T0_MS + 3 };
      expect(counted((await reader.attributeGroups({ ...ALL, range, key: 'tenant' })).groups)).toEqual([
        ['a', 1],
        ['b', 1],
      ]);
      for (const key of ['', 'constructor', '__proto__', 'unknown']) {
        expect(await reader.attributeGroups({ ...ALL, key })).toMatchObject({ groups: [], exact: true });
      }
    }));

  test("a resource's attribute counts where the span has none, and function and environment narrow", () =>
    withStore(open, async ({ writer, reader }) => {
      const staging = { 'deployment.environment.name': 'staging', zone: 'b' };
      await writer.write(
        batch([
          invocation({ traceId: traceId(1), spanId: spanId(1), resource: lambda('orders', { zone: 'a' }) }),
          span({ traceId: traceId(1), spanId: spanId(2), resource: lambda('orders', { zone: 'a' }) }),
          span({
            traceId: traceId(1),
            spanId: spanId(3),
            resource: lambda('orders', { zone: 'a' }),
            attributes: { zone: 'own' },
          }),
          invocation({ traceId: traceId(2), spanId: spanId(1), resource: lambda('other', staging) }),
        ]),
      );
      const { items } = await reader.functions({ range: DAY, limit: 10, search: 'orders' });
      const functionId = items[0]?.function.id ?? '';
      const groups = async (narrowed: { functionId?: string; environment?: string }) =>
        counted((await reader.attributeGroups({ ...ALL, key: 'zone', ...narrowed })).groups);
      expect(await groups({})).toEqual([
        ['a', 2],
        ['b', 1],
        ['own', 1],
      ]);
      expect(await groups({ functionId })).toEqual([
        ['a', 2],
        ['own', 1],
      ]);
      expect(await groups({ environment: 'staging' })).toEqual([['b', 1]]);
      expect(await groups({ functionId, environment: 'staging' })).toEqual([]);
      expect(await groups({ functionId: 'unknown' })).toEqual([]);
    }));

  test('a span that was replaced counts once, by what it says now', () =>
    withStore(open, async ({ writer, reader }) => {
      const ids = { traceId: traceId(1), spanId: spanId(1) };
      const said = (state: string, ms: bigint) =>
        span({ ...ids, endNs: T0_NS + ms * MS, attributes: { state } });
      const other = span({ traceId: traceId(2), spanId: spanId(1), attributes: { state: 'running' } });
      await writer.write(batch([said('started', 1n), other]));
      await writer.write(batch([said('done', 3n)]));
      await writer.write(batch([said('running', 2n)]));
      const expected = { exact: true, groups: [{ value: 'done', spans: 1 }, { value: 'running' }] };
      for (let seed = 0; seed < 8; seed += 1) {
        const answer = await reader.attributeGroups({ ...ALL, key: 'state', seed });
        expect(answer).toMatchObject(expected);
        expect(answer.groups).toHaveLength(2);
      }
    }));

  test('without the time to read everything, a sample is scaled up with its error, the same for the same seed', () =>
    withStore(open, async ({ writer, reader }) => {
      for (let part = 0; part < 12; part += 1) {
        const spans = Array.from({ length: 10 + part }, (_, index) =>
          span({
            traceId: traceId(part),
            spanId: spanId(index),
            attributes: { part: index < 5 ? 'start' : 'rest' },
          }),
        );
        await writer.write(batch(spans));
      }
      const truth = await reader.attributeGroups({ ...ALL, key: 'part' });
      expect(truth.exact).toBe(true);
      const hurried = { ...ALL, key: 'part', budgetMs: 0, seed: 5 };
      const sample = await reader.attributeGroups(hurried);
      expect(sample).toEqual(await reader.attributeGroups(hurried));
      // An engine that finishes within the budget may be exact.
      expect(sample.exact).toBe(sample.sampledBlocks === sample.totalBlocks);
      if (sample.exact) return;
      expect(sample.sampledBlocks).toBeGreaterThanOrEqual(2);
      for (const [index, { value, spans, standardError }] of sample.groups.entries()) {
        expect(truth.groups[index]?.value).toBe(value);
        expect(Math.abs(spans - (truth.groups[index]?.spans ?? 0))).toBeLessThan(40);
        expect(standardError).toBeGreaterThan(0);
      }
    }));

  test('nothing to count is no error, and a limit that is none is', () =>
    withStore(open, async ({ reader }) => {
      expect(await reader.attributeGroups({ ...ALL, key: 'x' })).toEqual({
        groups: [],
        sampledBlocks: 0,
        totalBlocks: 0,
        exact: true,
      });
      await expect(reader.attributeGroups({ ...ALL, key: 'x', limit: 0 })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }));
}
