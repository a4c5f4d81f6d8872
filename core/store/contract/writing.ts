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
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

const LIST = { range: DAY, limit: 100 };

export function writingContract(open: OpenEmptyStore): void {
  test('what was written can be read at once', () =>
    withStore(open, async ({ writer, reader }) => {
      const ids = { traceId: traceId(1), spanId: spanId(1) };
      const answer = await writer.write(batch([invocation(ids)], [log({ body: 'hello' })]));
      expect(answer).toEqual({
        spansStored: 1,
        spansRepeated: 0,
        spansRefused: 0,
        logsStored: 1,
        logsRepeated: 0,
        tooOld: 0,
      });
      expect((await reader.totals({ range: DAY })).invocations).toBe(1);
      expect((await reader.logs(LIST)).items.map(({ body }) => body)).toEqual(['hello']);
    }));

  test('an empty batch is written', () =>
    withStore(open, async ({ writer }) => {
      const answer = await writer.write(batch([]));
      expect(answer).toEqual({
        spansStored: 0,
        spansRepeated: 0,
        spansRefused: 0,
        logsStored: 0,
        logsRepeated: 0,
        tooOld: 0,
      });
    }));

  test('the same spans and logs again, alone or among others, count as repeated and change nothing', () =>
    withStore(open, async ({ writer, reader }) => {
      const one = invocation({ traceId: traceId(1), spanId: spanId(1) });
      const line = log({ body: 'once' });
      await writer.write(batch([one, one], [line, line]));
      const before = await reader.totals({ range: DAY });
      expect(await writer.write(batch([one], [line]))).toEqual({
        spansStored: 0,
        spansRepeated: 1,
        spansRefused: 0,
        logsStored: 0,
        logsRepeated: 1,
        tooOld: 0,
      });
      await writer.write(batch([span({ traceId: traceId(1), spanId: spanId(2) }), one], [line]));
      expect(await reader.totals({ range: DAY })).toEqual(before);
      expect((await reader.logs(LIST)).items).toHaveLength(1);
      expect((await reader.trace(traceId(1), 10))?.spanCount).toBe(2);
    }));

  test('equal log records that were numbered are all kept, and sent again are still repeated', () =>
    withStore(open, async ({ writer, reader }) => {
      const lines = [0, 1].map((repeat) => log({ body: 'retry', repeat }));
      expect(await writer.write(batch([], lines))).toMatchObject({ logsStored: 2, logsRepeated: 0 });
      expect(await writer.write(batch([], lines))).toMatchObject({ logsStored: 0, logsRepeated: 2 });
      expect((await reader.logs(LIST)).items).toHaveLength(2);
    }));

  test('what was sent without a time is the same when it is received again later', () =>
    withStore(open, async ({ writer, reader }) => {
      const received = (ns: bigint, name = 'orders') => {
        const startNs = T0_NS + ns;
        const ids = { traceId: traceId(1), spanId: spanId(1) };
        const events = [{ name: 'exception', timeNs: startNs, attributes: {} }];
        return batch(
          [invocation({ ...ids, name, startNs, endNs: startNs, events, timeIsReceipt: true })],
          [log({ body: 'untimed', timeNs: startNs, timeIsReceipt: true })],
        );
      };
      await writer.write(received(1n));
      expect(await writer.write(received(5_000_000n))).toMatchObject({ spansRepeated: 1, logsRepeated: 1 });
      expect((await reader.span(traceId(1), spanId(1)))?.startTimeUnixNano).toBe(`${T0_NS + 1n}`);
      expect(await writer.write(received(6_000_000n, 'renamed'))).toMatchObject({ spansStored: 1 });
    }));

  test('other content that ends later takes the place of the earlier one, with all figures', () =>
    withStore(open, async ({ writer, reader }) => {
      const ids = { traceId: traceId(1), spanId: spanId(1) };
      const unfinished = invocation({
        ...ids,
        endNs: T0_NS + 40n * MS,
        status: 'error',
        attributes: { 'error.type': 'timeout' },
      });
      const finished = invocation({
        ...ids,
        endNs: T0_NS + 50n * MS,
        attributes: { 'faas.coldstart': true },
      });
      await writer.write(batch([unfinished]));
      expect(await reader.totals({ range: DAY })).toMatchObject({ errors: 1, timeouts: 1, coldStarts: 0 });
      expect((await reader.traces(LIST)).items).toMatchObject([{ errorCount: 1, durationMs: 40 }]);

      expect(await writer.write(batch([finished]))).toMatchObject({ spansStored: 1 });
      expect(await writer.write(batch([unfinished]))).toMatchObject({ spansRepeated: 1 });
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 1,
        errors: 0,
        timeouts: 0,
        coldStarts: 1,
        durationMs: { avg: 50, max: 50 },
        billedDurationMs: 50,
      });
      expect((await reader.traces(LIST)).items).toMatchObject([{ errorCount: 0, durationMs: 50 }]);
      expect((await reader.invocations(LIST)).items).toMatchObject([{ outcome: 'ok', coldStart: true }]);
    }));

  test('an invocation that turns out to be none leaves no trace in rows, functions and figures', () =>
    withStore(open, async ({ writer, reader }) => {
      const resource = lambda('late');
      const inner = span({
        traceId: traceId(1),
        spanId: spanId(2),
        parentSpanId: spanId(1),
        kind: 'server',
        resource,
        endNs: T0_NS + 900n * MS,
        attributes: { 'faas.name': 'late' },
      });
      await writer.write(batch([inner]));
      expect(await reader.totals({ range: DAY })).toMatchObject({ invocations: 1, durationMs: { max: 900 } });
      await writer.write(
        batch([span({ traceId: traceId(1), spanId: spanId(1), kind: 'internal', resource })]),
      );
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 0,
        errorRate: null,
        durationMs: { avg: null, p50: null, p95: null, p99: null, max: null },
        cost: 0n,
      });
      expect((await reader.invocations(LIST)).items).toEqual([]);
      expect((await reader.functions(LIST)).items).toEqual([]);
    }));

  test('times and durations beyond what clocks can mean are kept without failing the batch', () =>
    withStore(open, async ({ writer, reader }) => {
      const huge = 2n ** 64n - 1n;
      const odd = [
        invocation({ traceId: traceId(1), spanId: spanId(1), startNs: 0n, endNs: huge }),
        invocation({ traceId: traceId(2), spanId: spanId(1), startNs: huge, endNs: huge }),
        invocation({ traceId: traceId(3), spanId: spanId(1), startNs: T0_NS, endNs: T0_NS }),
        invocation({ traceId: traceId(4), spanId: spanId(1), startNs: T0_NS, endNs: T0_NS - 5n }),
      ];
      expect(await writer.write(batch(odd, [log({ body: 'far', timeNs: huge })]))).toMatchObject({
        spansStored: 4,
        logsStored: 1,
      });
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 2,
        durationMs: { avg: 0, p50: 0, p99: 0, max: 0 },
      });
      expect((await reader.invocations({ limit: 10, range: { fromMs: 0, toMs: 1e13 } })).items).toHaveLength(
        4,
      );
    }));

  test('figures that nothing can mean fail neither the batch nor a list', () =>
    withStore(open, async ({ writer, reader }) => {
      const absurd = [1e30, 1e21, '1e305'].map((value, index) =>
        invocation({
          traceId: traceId(1),
          spanId: spanId(index + 1),
          resource: lambda('absurd', { 'faas.max_memory': value }),
          attributes: {
            'faaslens.billed_duration_ms': 1e305,
            'faaslens.init_duration_ms': 1e305,
            'faaslens.max_memory_used_mb': 1e305,
          },
        }),
      );
      expect(await writer.write(batch(absurd))).toMatchObject({ spansStored: 3 });
      expect(await reader.totals({ range: DAY })).toMatchObject({ invocations: 3, unpriced: 3 });
      expect((await reader.traces(LIST)).items).toMatchObject([{ cost: null }]);
      expect((await reader.invocations(LIST)).items).toHaveLength(3);
    }));

  test('the cost of a trace may be more than one integer of the database holds', () =>
    withStore(open, async ({ writer, reader }) => {
      const many = Array.from({ length: 1100 }, (_, index) =>
        invocation({ traceId: traceId(1), spanId: (index + 1).toString(16).padStart(16, '0') }),
      );
      await writer.write(batch(many));
      expect((await reader.traces(LIST)).items).toMatchObject([{ cost: 1100n * (2n ** 53n + 1n) }]);
    }));

  test('hostile text is kept as it is, as far as it is text', () =>
    withStore(open, async ({ writer, reader }) => {
      const name = `nul\0 "quote' \u202E rtl \uFEFF 👩‍🚀 %_`;
      const body = `line\0after ${name}`;
      await writer.write(
        batch(
          [invocation({ traceId: traceId(1), spanId: spanId(1), name })],
          [log({ body, attributes: { '': name } })],
        ),
      );
      expect((await reader.span(traceId(1), spanId(1)))?.name).toBe(name);
      expect((await reader.logs({ ...LIST, q: 'quote' })).items).toMatchObject([
        { body, attributes: { '': name } },
      ]);
      await writer.write(
        batch([invocation({ traceId: traceId(2), spanId: spanId(1), name: 'lone \uD800' })]),
      );
      expect((await reader.span(traceId(2), spanId(1)))?.name).toMatch(/^lone (?:\uD800|\uFFFD+)$/);
    }));

  test('after closing it refuses, as unavailable', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.close();
      await expect(writer.write(batch([]))).rejects.toMatchObject({ code: 'unavailable' });
      await reader.close();
      await expect(reader.environments()).rejects.toMatchObject({ code: 'unavailable' });
    }));
}
