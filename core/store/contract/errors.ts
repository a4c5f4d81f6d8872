import { expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import type { ErrorDetail, ErrorRow, ErrorsQuery } from '../errors';
import type { TelemetryReader } from '../store';
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
import { exception, exceptionAttributes, failed, listed, STACK, toldByAll } from './tricky-errors';

const HOUR_MS = 3_600_000;
const HOUR = BigInt(HOUR_MS) * MS;

const counts = (rows: readonly ErrorRow[]) => rows.map(({ message, count }) => [message, count]);

async function detail(reader: TelemetryReader, fingerprint = ''): Promise<ErrorDetail> {
  const found = await reader.error({ fingerprint, range: DAY });
  if (found === null) throw new Error('there is no such group');
  return found;
}

export function errorsContract(open: OpenEmptyStore): void {
  const many = open.isSlow ? 2_000 : 10_000;
  test(
    `${many} equal errors are one group with an exact count, sent again or not`,
    () =>
      withStore(open, async ({ writer, reader }) => {
        const sent = batch(
          Array.from({ length: many }, (_, n) =>
            failed(0x10000 + n, `order ${n} is too large`, { startNs: T0_NS + BigInt(n) * MS }),
          ),
        );
        await writer.write(sent);
        await writer.write(sent);
        const [row, ...others] = await listed(reader);
        expect(others).toEqual([]);
        expect(row).toMatchObject({
          type: 'Error',
          message: `order ${many - 1} is too large`,
          count: many,
          invocations: many,
          cost: BigInt(many) * (2n ** 53n + 1n),
          firstSeen: T0_MS,
          lastSeen: T0_MS + many - 1,
          functions: [{ name: 'orders' }],
        });
        expect(row?.sampleTraceIds).toEqual(
          [many - 1, many - 2, many - 3, many - 4, many - 5, 0, 1, 2, 3, 4].map((n) => traceId(0x10000 + n)),
        );
      }),
    120_000,
  );

  test('what spans, events, records and statuses tell about one failure is one error, in any order', async () => {
    const { spans, logs } = toldByAll(traceId(1));
    const found: unknown[] = [];
    for (const batches of [
      [batch(spans, logs)],
      [batch([], logs), batch(spans)],
      [...logs.map((one) => batch([], [one])), ...spans.map((one) => batch([one]))],
      [...spans.map((one) => batch([one])), ...logs.map((one) => batch([], [one]))],
    ]) {
      await withStore(open, async ({ writer, reader }) => {
        for (const sent of batches) await writer.write(sent);
        const [row, ...others] = await listed(reader);
        expect(others).toEqual([]);
        expect(row).toMatchObject({ count: 1, invocations: 1, culprit: 'check (task/orders.js)' });
        expect(row?.sampleTraceIds).toEqual([traceId(1)]);
        found.push(await detail(reader, row?.fingerprint));
      });
    }
    expect(new Set(found.map((one) => JSON.stringify(one, bigintText))).size).toBe(1);
  });

  test('an error goes when a span without it takes the place of the one that had it, and its figures with it', () =>
    withStore(open, async ({ writer, reader }) => {
      const last = T0_NS + 3n * HOUR;
      await writer.write(batch([failed(1, 'no stock'), failed(2, 'no stock', { startNs: last })]));
      expect(await listed(reader)).toMatchObject([{ count: 2, lastSeen: T0_MS + 3 * HOUR_MS }]);
      const set = { startNs: last, endNs: last + 9n * MS };
      await writer.write(batch([failed(2, '', { ...set, status: 'ok', events: [] })]));
      const [row] = await listed(reader);
      expect(row).toMatchObject({ count: 1, invocations: 1, firstSeen: T0_MS, lastSeen: T0_MS });
      expect(row?.sampleTraceIds).toEqual([traceId(1)]);
      await writer.write(batch([failed(1, 'too late', { endNs: T0_NS + 2n * MS })]));
      expect(counts(await listed(reader))).toEqual([['too late', 1]]);
      expect(await reader.error({ fingerprint: row?.fingerprint ?? '', range: DAY })).toBeNull();
    }));

  test(
    'thousands of errors that are taken back leave the few others known in full',
    () =>
      withStore(open, async ({ writer, reader }) => {
        const versions = [
          lambda('orders', { 'faas.version': '1' }),
          lambda('orders', { 'faas.version': '2' }),
        ];
        const all = Array.from({ length: 3000 }, (_, n) =>
          failed(0x10000 + n, `order ${n} is too large`, {
            startNs: T0_NS + BigInt(n) * MS,
            ...(versions[n % 2] && { resource: versions[n % 2] }),
          }),
        );
        const isLeft = (n: number) => n >= 1000 && n < 1700 && n % 100 < 2;
        const corrected = all.flatMap((one, n): readonly Span[] =>
          isLeft(n) ? [] : [{ ...one, endNs: one.endNs + MS, status: 'ok', events: [] }],
        );
        await writer.write(batch(all));
        await writer.write(batch(corrected.slice(1000)));
        await writer.write(batch(corrected.slice(0, 1000)));
        const taken = await listed(reader);
        await withStore(open, async (other) => {
          await other.writer.write(batch(all.filter((_, n) => isLeft(n))));
          expect(taken).toEqual(await listed(other.reader));
          expect(taken).toMatchObject([{ count: 14, firstSeen: T0_MS + 1000, lastSeen: T0_MS + 1601 }]);
        });
      }),
    60_000,
  );

  test('an error belongs to the function of the nearest invocation above it, also when that arrives later', () =>
    withStore(open, async ({ writer, reader }) => {
      const child = span({
        traceId: traceId(1),
        spanId: spanId(2),
        parentSpanId: spanId(1),
        status: 'error',
        statusMessage: 'no stock',
      });
      await writer.write(batch([child]));
      expect(await listed(reader)).toMatchObject([{ count: 1, invocations: 0, cost: null, functions: [] }]);
      await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
      const [row] = await listed(reader);
      expect(row).toMatchObject({ count: 1, invocations: 1, functions: [{ name: 'orders' }] });
      const functionId = row?.functions[0]?.id ?? '';
      expect(await listed(reader, { functionId })).toEqual([row]);
      expect(await listed(reader, { functionId: 'f'.repeat(16) })).toEqual([]);
    }));

  test('an invocation with several errors of a group is counted, and costs, once', () =>
    withStore(open, async ({ writer, reader }) => {
      const retry = (id: number) =>
        span({
          traceId: traceId(1),
          spanId: spanId(id),
          parentSpanId: spanId(1),
          events: [exception('Error', 'reset')],
        });
      const free = lambda('free', { 'faas.max_memory': '' });
      await writer.write(
        batch([
          invocation({ traceId: traceId(1), spanId: spanId(1) }),
          retry(2),
          retry(3),
          failed(2, 'lost', { resource: free }),
        ]),
      );
      const rows = await listed(reader);
      const of = (text: string) => rows.find(({ message }) => message === text);
      expect(of('reset')).toMatchObject({ count: 2, invocations: 1, cost: 2n ** 53n + 1n });
      expect(of('lost')).toMatchObject({ count: 1, invocations: 1, cost: null });
    }));

  test('records of errors without a trace count each, and once when they are sent again', () =>
    withStore(open, async ({ writer, reader }) => {
      const record = { body: STACK, severity: 17 };
      const sent = batch([], [log({ ...record, repeat: 0 }), log({ ...record, repeat: 1 })]);
      await writer.write(sent);
      await writer.write(sent);
      const plain = log({ body: 'this went wrong', severity: 17, timeNs: T0_NS + MS });
      const attributes = exceptionAttributes('RangeError', 'order 3 is too large', STACK);
      await writer.write(batch([], [plain, log({ body: 'x', severity: 9, attributes })]));
      expect(await listed(reader)).toMatchObject([
        { type: 'RangeError', count: 3, invocations: 0, functions: [], sampleTraceIds: [] },
      ]);
    }));

  test('lists come by the last error, newest first, in pages without gaps, as filters and hours allow', () =>
    withStore(open, async ({ writer, reader }) => {
      const at = (hours: number) => T0_NS + BigInt(hours) * HOUR;
      const staging = lambda('carts', { 'deployment.environment.name': 'staging' });
      await writer.write(
        batch([
          failed(1, 'alpha', { startNs: at(1) }),
          failed(2, 'beta', { startNs: at(2), resource: staging }),
          failed(3, 'alpha', { startNs: at(3) + HOUR / 2n }),
          failed(4, 'Gamma', { startNs: at(2) }),
        ]),
      );
      const all = await listed(reader);
      expect(all[0]).toMatchObject({ message: 'alpha', count: 2 });
      const paged: ErrorRow[] = [];
      for (let cursor: string | null | undefined; cursor !== null && paged.length < 9; ) {
        const page = await reader.errors({ range: DAY, limit: 1, ...(cursor ? { cursor } : {}) });
        paged.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(all);

      const hours = (from: number, to: number) => ({
        fromMs: T0_MS + from * HOUR_MS,
        toMs: T0_MS + to * HOUR_MS,
      });
      expect(counts(await listed(reader, { range: hours(3.9, 4) }))).toEqual([['alpha', 1]]);
      expect(await listed(reader, { range: hours(4, 5) })).toEqual([]);
      expect(counts(await listed(reader, { environment: 'staging' }))).toEqual([['beta', 1]]);
      expect(counts(await listed(reader, { environment: '', q: 'GAM' }))).toEqual([['Gamma', 1]]);
      expect(await listed(reader, { q: all[0]?.fingerprint ?? '' })).toEqual([all[0]]);
      expect(await listed(reader, { q: 'delta' })).toEqual([]);
      for (const wrong of [{ cursor: 'x' }, { limit: 0 }])
        await expect(listed(reader, wrong)).rejects.toMatchObject({ code: 'invalid_input' });
    }));

  test('groups can be narrowed to those that began in the range, to the millisecond', () =>
    withStore(open, async ({ writer, reader }) => {
      const at = (minutes: number) => T0_NS + BigInt(minutes * 60_000) * MS;
      await writer.write(
        batch([
          failed(1, 'old', { startNs: at(-60) }),
          failed(2, 'early', { startNs: at(5) }),
          failed(3, 'late', { startNs: at(50) }),
          failed(4, 'old', { startNs: at(20) }),
          failed(5, 'new', { startNs: at(10) }),
          failed(6, 'newest', { startNs: at(29) }),
          failed(7, 'newest', { startNs: at(40) }),
        ]),
      );
      const range = { fromMs: T0_MS + 10 * 60_000, toMs: T0_MS + 30 * 60_000 };
      const messages = async (query: Partial<ErrorsQuery>) =>
        (await listed(reader, { range, ...query })).map(({ message }) => message);
      expect(await messages({})).toEqual(['late', 'newest', 'old', 'new', 'early']);
      expect(await messages({ beganInRange: true })).toEqual(['newest', 'new']);
      const first = await reader.errors({ range, beganInRange: true, limit: 1 });
      expect(first.items).toMatchObject([{ message: 'newest' }]);
      const next = { cursor: first.nextCursor ?? '', limit: 1 };
      expect(await messages({ beganInRange: true, ...next })).toEqual(['new']);
    }));

  test('one group has its versions, its traces and its errors per hour, without gaps', () =>
    withStore(open, async ({ writer, reader }) => {
      const of = (version: string) => ({ resource: lambda('orders', { 'faas.version': version }) });
      await writer.write(
        batch([
          failed(1, 'no stock', { ...of('9'), startNs: T0_NS + HOUR }),
          failed(2, 'no stock', { ...of('10'), startNs: T0_NS + 3n * HOUR }),
          failed(3, 'no stock', { ...of('10'), startNs: T0_NS + 3n * HOUR + MS }),
        ]),
      );
      const [row] = await listed(reader);
      const group = await detail(reader, row?.fingerprint);
      expect(group).toMatchObject({ ...row, versionsDropped: false });
      const three = T0_MS + 3 * HOUR_MS;
      expect(group.versions).toEqual([
        { version: '9', count: 1, firstSeen: T0_MS + HOUR_MS, lastSeen: T0_MS + HOUR_MS },
        { version: '10', count: 2, firstSeen: three, lastSeen: three + 1 },
      ]);
      expect(group.series).toHaveLength(24);
      expect(group.series.filter(({ count }) => count > 0)).toEqual([
        { t: T0_MS + HOUR_MS, count: 1 },
        { t: three, count: 2 },
      ]);
      const fingerprint = group.fingerprint;
      const later = { fromMs: DAY.toMs, toMs: DAY.toMs + HOUR_MS };
      expect(await reader.error({ fingerprint, range: later })).toMatchObject({ count: 0, cost: null });
      expect(await reader.error({ fingerprint: '0'.repeat(16), range: DAY })).toBeNull();
      expect(await reader.error({ fingerprint: 'nonsense', range: DAY })).toBeNull();
    }));
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
