import { expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import { costsBy, expectToAddUp } from './costs-add-up';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  span,
  spanId,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

export function costsContract(open: OpenEmptyStore): void {
  const root = invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + 100n * MS });
  const call = (id: number, host: string, set: Partial<Span> = {}) =>
    span({
      traceId: traceId(1),
      spanId: spanId(id),
      parentSpanId: spanId(1),
      kind: 'client',
      attributes: { 'server.address': host },
      endNs: T0_NS + 40n * MS,
      ...set,
    });

  test('a call that comes late moves money from work to waiting and leaves the total as it is', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([root]));
      const { cost, costs } = await reader.totals({ range: DAY });
      expect(costs.lines.waiting).toBe(0n);
      for (const _ of [1, 2]) {
        await writer.write(batch([call(2, 'api.example.com')]));
        const later = await reader.totals({ range: DAY });
        expect(later.cost).toBe(cost);
        expect(later.costs.lines.waiting).toBeGreaterThan(0n);
        expect(await costsBy(reader, { range: DAY }, 'dependency')).toMatchObject([
          { key: 'api.example.com', invocations: 1, waitedMs: 40, cost: later.costs.lines.waiting },
        ]);
      }
    }));

  test('a call that turns out to have gone elsewhere is waiting for that, and for nothing else', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([root, call(2, 'old.example.com')]));
      await writer.write(batch([call(2, 'new.example.com', { endNs: T0_NS + 50n * MS })]));
      expect(await costsBy(reader, { range: DAY }, 'dependency')).toMatchObject([
        { key: 'new.example.com', waitedMs: 50 },
      ]);
    }));

  test('invocations are found by what they waited for', () =>
    withStore(open, async ({ writer, reader }) => {
      const other = { traceId: traceId(2) };
      await writer.write(
        batch([root, call(2, 'a.example.com'), { ...root, ...other }, call(2, 'b.example.com', other)]),
      );
      const found = async (dependency: string) =>
        (await reader.invocations({ range: DAY, limit: 10, dependency })).items.map((row) => row.traceId);
      expect(await found('a.example.com')).toEqual([traceId(1)]);
      expect(await found('b.example.com')).toEqual([traceId(2)]);
      expect(await found('c.example.com')).toEqual([]);
    }));

  test('a function has a bounded number of dependencies; the others are one', () =>
    withStore(open, async ({ writer, reader }) => {
      const hosts = Array.from({ length: 110 }, (_, number) => {
        const ids = { traceId: traceId(number + 1) };
        return [{ ...root, ...ids }, call(2, `host-${number}.example.com`, ids)];
      });
      await writer.write(batch(hosts.flat()));
      const groups = await costsBy(reader, { range: DAY }, 'dependency');
      // An engine without a list of their names may keep all of them separate.
      if (groups.length < 110) {
        expect(groups).toHaveLength(101);
        expect(groups[0]).toMatchObject({ key: '', invocations: 10, waitedMs: 400 });
      }
      await expectToAddUp(reader, { range: DAY });
    }));

  test('groups come dearest first, as many as are asked for, and say how many there are', () =>
    withStore(open, async ({ writer, reader }) => {
      const longer = call(3, 'b.example.com', { startNs: T0_NS + 40n * MS, endNs: T0_NS + 90n * MS });
      await writer.write(batch([root, call(2, 'a.example.com'), longer]));
      const query = { range: DAY, groupBy: { by: 'dependency' } as const };
      const { groups, groupCount } = await reader.costs({ ...query, limit: 1 });
      expect([groups.map(({ key }) => key), groupCount]).toEqual([['b.example.com'], 2]);
      await expect(reader.costs({ ...query, limit: 0 })).rejects.toMatchObject({ code: 'invalid_input' });
    }));

  test('sizes say how functions ran at each memory size and on each architecture', () =>
    withStore(open, async ({ writer, reader }) => {
      const at = (number: number, mb: number | null, arch: string, set: Partial<Span> = {}) => ({
        ...root,
        traceId: traceId(number),
        resource: lambda('orders', {
          'faas.max_memory': mb === null ? null : mb * 1024 * 1024,
          'host.arch': arch,
        }),
        ...set,
      });
      const used = { attributes: { ...root.attributes, 'faaslens.max_memory_used_mb': 99 } };
      await writer.write(
        batch([
          at(1, 512, 'arm64'),
          call(2, 'a.example.com', { resource: at(1, 512, 'arm64').resource }),
          at(2, 512, 'arm64', used),
          at(3, 512, 'amd64'),
          at(4, 1024, 'arm64'),
          at(5, null, 'arm64'),
        ]),
      );
      const found = await reader.sizes({ range: DAY, limit: 10 });
      const one = { invocations: 1, durationMs: 100, waitedMs: 0, maxMemoryUsedMb: null };
      expect(found[0]).toMatchObject({
        memoryMb: 512,
        architecture: 'arm64',
        invocations: 2,
        durationMs: 200,
        billedDurationMs: 200,
        waitedMs: 40,
        maxMemoryUsedMb: 99,
      });
      expect(found).toHaveLength(3);
      expect(found).toContainEqual(
        expect.objectContaining({ ...one, memoryMb: 512, architecture: 'x86_64' }),
      );
      expect(found).toContainEqual(
        expect.objectContaining({ ...one, memoryMb: 1024, architecture: 'arm64' }),
      );
      const { cost } = await reader.totals({ range: DAY });
      expect(found.reduce((sum, size) => sum + size.cost, 0n)).toBe(cost);
      expect(await reader.sizes({ range: DAY, environment: 'none', limit: 10 })).toEqual([]);
      expect(await reader.sizes({ range: DAY, functionId: 'f'.repeat(16), limit: 10 })).toEqual([]);
    }));

  test('costs of an environment leave out those of others', () =>
    withStore(open, async ({ writer, reader }) => {
      const staging = lambda('orders', { 'deployment.environment.name': 'staging' });
      await writer.write(batch([root, { ...root, traceId: traceId(2), resource: staging }]));
      await expectToAddUp(reader, { range: DAY, environment: 'staging' });
      expect(await costsBy(reader, { range: DAY, environment: 'staging' }, 'function')).toHaveLength(1);
      expect(await costsBy(reader, { range: DAY, environment: 'none' }, 'function')).toEqual([]);
    }));
}
