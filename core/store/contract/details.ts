import { expect, test } from 'vitest';
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

export function detailsContract(open: OpenEmptyStore): void {
  test('a span is found by its id alone', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch([1, 2].map((number) => span({ traceId: traceId(number), spanId: spanId(number) }))),
      );
      expect(await reader.traceOfSpan(spanId(2))).toBe(traceId(2));
      expect(await reader.traceOfSpan(spanId(3))).toBeNull();
      expect(await reader.traceOfSpan('no id')).toBeNull();
    }));

  test('a trace shows its spans by start, their logs and events counted, and its invocations', () =>
    withStore(open, async ({ writer, reader }) => {
      const trace = traceId(1);
      await writer.write(
        batch(
          [
            span({
              traceId: trace,
              spanId: spanId(2),
              parentSpanId: spanId(1),
              startNs: T0_NS + 1_500n,
              kind: 'client',
            }),
            invocation({
              traceId: trace,
              spanId: spanId(1),
              endNs: T0_NS + 12n * MS,
              events: [{ name: 'exception', timeNs: T0_NS + 5n, attributes: {} }],
            }),
          ],
          [
            log({ body: 'a', traceId: trace, spanId: spanId(2) }),
            log({ body: 'b', traceId: trace, spanId: spanId(2) }),
            log({ body: 'no span', traceId: trace }),
          ],
        ),
      );
      const found = await reader.trace(trace.toUpperCase(), 10);
      expect(found).toMatchObject({
        traceId: trace,
        spanCount: 2,
        spans: [
          {
            spanId: spanId(1),
            parentSpanId: null,
            service: 'orders',
            durationMs: 12,
            eventCount: 1,
            logCount: 0,
          },
          {
            spanId: spanId(2),
            parentSpanId: spanId(1),
            kind: 'client',
            startTime: T0_MS + 0.001,
            logCount: 2,
          },
        ],
        invocations: [{ spanId: spanId(1), functionName: 'orders', durationMs: 12, memoryMb: 512 }],
      });
      const cut = await reader.trace(trace, 1);
      expect(cut).toMatchObject({ spanCount: 2, spans: [{ spanId: spanId(1) }] });
      expect(cut?.spans).toHaveLength(1);
    }));

  test('a trace that came in pieces is whole, and nothing of a trace with the same span ids is in it', () =>
    withStore(open, async ({ writer, reader }) => {
      for (const piece of [3, 1, 2]) {
        const at = [1, 2].map((number) => ({ traceId: traceId(number), spanId: spanId(piece) }));
        const startNs = T0_NS + BigInt(piece) * MS;
        await writer.write(
          batch(
            at.map((ids) => span({ ...ids, startNs, name: `${ids.traceId} ${piece}` })),
            at.map((ids) => log({ ...ids, body: `line ${piece}` })),
          ),
        );
      }
      const check = async () => {
        const found = await reader.trace(traceId(2), 10);
        expect(found?.spanCount).toBe(3);
        expect(found?.spans.map(({ name, logCount }) => [name, logCount])).toEqual(
          [1, 2, 3].map((piece) => [`${traceId(2)} ${piece}`, 1]),
        );
        expect((await reader.span(traceId(1), spanId(2)))?.name).toBe(`${traceId(1)} 2`);
      };
      await check();
      while (await writer.tidy(1000));
      await check();
    }));

  test('what is not stored is null, also when it is no id', () =>
    withStore(open, async ({ reader }) => {
      expect(await reader.trace(traceId(1), 10)).toBeNull();
      expect(await reader.trace('x', 10)).toBeNull();
      expect(await reader.span(traceId(1), spanId(1))).toBeNull();
      expect(await reader.span(traceId(1), `${spanId(1)}'`)).toBeNull();
    }));

  test('a span comes back in full, exact to the nanosecond', () =>
    withStore(open, async ({ writer, reader }) => {
      const attributes = { text: 'a', number: 1.5, flag: true, none: null, list: [1, 'b', { deep: [] }] };
      const link = { traceId: traceId(9), spanId: spanId(9), attributes: { why: 'queue' } };
      const one = span({
        traceId: traceId(1),
        spanId: spanId(1),
        parentSpanId: spanId(7),
        traceState: 'vendor=1',
        name: 'GET /',
        kind: 'server',
        startNs: T0_NS + 123_456_789n,
        endNs: T0_NS + 1_123_456_790n,
        status: 'error',
        statusMessage: 'failed',
        attributes,
        events: [{ name: 'exception', timeNs: T0_NS + 200_000_001n, attributes }],
        links: [link],
        resource: { attributes: { 'service.name': 'web', ...attributes } },
        scope: { name: 'lib', version: '2', attributes: {} },
      });
      await writer.write(batch([one]));
      expect(await reader.span(traceId(1), spanId(1))).toEqual({
        traceId: traceId(1),
        spanId: spanId(1),
        parentSpanId: spanId(7),
        traceState: 'vendor=1',
        name: 'GET /',
        kind: 'server',
        startTime: T0_MS + 123.456,
        durationMs: 1000.000001,
        startTimeUnixNano: (T0_NS + 123_456_789n).toString(),
        endTimeUnixNano: (T0_NS + 1_123_456_790n).toString(),
        status: 'error',
        statusMessage: 'failed',
        attributes,
        resource: { 'service.name': 'web', ...attributes },
        scope: { name: 'lib', version: '2' },
        events: [{ name: 'exception', time: T0_MS + 200, attributes }],
        links: [link],
      });
    }));

  test('a function says what its newest invocation said, whichever came first', () =>
    withStore(open, async ({ writer, reader }) => {
      const versions = [2, 3, 1];
      for (const version of versions) {
        const startNs = T0_NS + BigInt(version) * 1000n * MS;
        const resource = lambda('orders', {
          'faas.version': String(version),
          'faas.max_memory': version * 2 ** 27,
        });
        await writer.write(
          batch([invocation({ traceId: traceId(version), spanId: spanId(1), startNs, resource })]),
        );
      }
      const { items } = await reader.functions(LIST);
      expect(items).toHaveLength(1);
      expect(await reader.function(items[0]?.function.id ?? '')).toMatchObject({
        name: 'orders',
        provider: 'aws',
        accountId: '123456789012',
        region: 'eu-central-1',
        version: '3',
        memoryMb: 384,
        architecture: 'arm64',
        firstSeen: T0_MS + 1000,
        lastSeen: T0_MS + 3000,
      });
    }));

  test('costs beyond 2^53 are exact in rows, traces and totals', () =>
    withStore(open, async ({ writer, reader }) => {
      const spans = [1, 2, 3].map((number) =>
        invocation({ traceId: traceId(1), spanId: spanId(number), startNs: T0_NS + BigInt(number) }),
      );
      await writer.write(batch(spans));
      const exact = 3n * (2n ** 53n + 1n);
      expect((await reader.totals({ range: DAY })).cost).toBe(exact);
      expect((await reader.traces(LIST)).items[0]?.cost).toBe(exact);
      expect((await reader.invocations(LIST)).items[0]?.cost).toBe(2n ** 53n + 1n);
    }));

  test('what cannot be priced is counted as unpriced, and its trace has no cost', () =>
    withStore(open, async ({ writer, reader }) => {
      const resource = lambda('orders', { 'faas.max_memory': null });
      await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1), resource })]));
      expect(await reader.totals({ range: DAY })).toMatchObject({
        cost: 0n,
        unpriced: 1,
        billedDurationMs: 0,
      });
      expect((await reader.traces(LIST)).items).toMatchObject([{ cost: null }]);
      expect((await reader.invocations(LIST)).items).toMatchObject([
        { cost: null, costPrecision: null, costNote: 'memory size unknown', billedDurationMs: null },
      ]);
    }));

  test("a trace's root is the first span without a stored parent", () =>
    withStore(open, async ({ writer, reader }) => {
      const root = async () => (await reader.traces(LIST)).items[0]?.rootName;
      const ids = { traceId: traceId(1) };
      await writer.write(
        batch([span({ ...ids, spanId: spanId(3), parentSpanId: spanId(2), name: 'child' })]),
      );
      expect(await root()).toBe('child');
      await writer.write(batch([span({ ...ids, spanId: spanId(4), startNs: T0_NS + 5n, name: 'second' })]));
      expect(await root()).toBe('child');
      const late = { ...ids, spanId: spanId(2), startNs: T0_NS + 9n, name: 'parent that starts late' };
      await writer.write(batch([span(late)]));
      expect(await root()).toBe('second');
      await writer.write(batch([span({ ...ids, spanId: spanId(1), startNs: T0_NS - 0n, name: 'first' })]));
      expect(await root()).toBe('first');
    }));
}
