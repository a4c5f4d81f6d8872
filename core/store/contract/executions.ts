import { expect, test } from 'vitest';
import type { Attributes } from '../../model/attributes';
import type { LogRecord, Span } from '../../model/telemetry';
import type { InvocationRow, TelemetryReader } from '../store';
import {
  batch,
  DAY,
  HTTP_SCOPE,
  lambda,
  MS,
  type OpenEmptyStore,
  type OpenStore,
  testPrice,
} from './fixtures';
import { line, reportLine, requestId, run } from './platform-pieces';

const MINUTE = 60_000;

interface Clocked {
  /** The store as currently open. */
  store: OpenStore;
  /** Lets minutes pass, then tidies. */
  wait(minutes: number): Promise<void>;
}

/** A store whose clock stands at the end of the fixtures' day until it is advanced. */
export async function withClock(
  open: OpenEmptyStore,
  use: (store: OpenStore, wait: Clocked['wait'], clocked: Clocked) => Promise<void>,
): Promise<void> {
  let nowMs = DAY.toMs;
  const clocked: Clocked = {
    store: await open(testPrice, () => nowMs),
    async wait(minutes) {
      nowMs += minutes * MINUTE;
      while (await clocked.store.writer.tidy(50));
    },
  };
  try {
    await use(clocked.store, clocked.wait, clocked);
  } finally {
    await clocked.store.dispose();
  }
}

async function rows(reader: TelemetryReader): Promise<readonly InvocationRow[]> {
  return (await reader.invocations({ range: DAY, limit: 100 })).items;
}

const SPAN = run(1, requestId(1), 1000, 100);
const START = line(1000, `START RequestId: ${requestId(1)} Version: 7\n`);
const REPORT = reportLine(requestId(1), 1101, 100, 'Init Duration: 250.00 ms\t');
const COMPLETE = {
  traceId: SPAN.traceId,
  durationMs: 100,
  billedDurationMs: 107,
  reportedBilledMs: 107,
  memoryMb: 1024,
  maxMemoryUsedMb: 99,
  initDurationMs: 250,
  coldStart: true,
  costPrecision: 'exact',
  outcome: 'ok',
};

type Parts = readonly [spans: readonly Span[], logs: readonly LogRecord[]];

/** A consumer of a message; the platform gives each delivery its own id. */
const consumer = (number: number, atMs: number, set: Attributes = {}): Span =>
  run(number, requestId(number), atMs, 50, {
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      'messaging.message.id': 'message-1',
      'messaging.destination.name': 'orders',
      ...set,
    },
  });

export function executionsContract(open: OpenEmptyStore): void {
  const orders: [string, readonly Parts[]][] = [
    ['with its span', [[[SPAN], [START, REPORT]]]],
    [
      'after its span',
      [
        [[SPAN], []],
        [[], [START, REPORT]],
      ],
    ],
    [
      'before its span',
      [
        [[], [START, REPORT]],
        [[SPAN], []],
      ],
    ],
    [
      'around its span',
      [
        [[], [START]],
        [[SPAN], []],
        [[], [REPORT]],
      ],
    ],
    [
      'twice',
      [
        [[SPAN], [REPORT]],
        [[SPAN], [REPORT]],
        [[], [REPORT, START]],
      ],
    ],
  ];
  test.each(orders)('what the platform says %s completes an invocation', async (_name, parts) => {
    await withClock(open, async ({ writer, reader }) => {
      for (const [spans, logs] of parts) await writer.write(batch(spans, logs));
      expect(await rows(reader)).toMatchObject([COMPLETE]);
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 1,
        coldStarts: 1,
        billedDurationMs: 107,
        coverage: { expected: 1, received: 1 },
      });
      const { items } = await reader.functions({ range: DAY, limit: 10 });
      expect(items).toMatchObject([{ function: { name: 'paid', memoryMb: 1024 } }]);
    });
  });

  test('an invocation stays complete when its trace grows or is corrected', async () => {
    await withClock(open, async ({ writer, reader }) => {
      await writer.write(batch([SPAN], [REPORT]));
      await writer.write(batch([run(2, requestId(2), 1500, 10, { traceId: SPAN.traceId })]));
      await writer.write(batch([{ ...SPAN, endNs: SPAN.endNs + 5n * MS }]));
      expect(await rows(reader)).toMatchObject([{ billedDurationMs: 10 }, { ...COMPLETE, durationMs: 105 }]);
    });
  });

  test('a timeout that only the platform saw is the outcome, in rows, counters and groups of errors', async () => {
    await withClock(open, async ({ writer, reader }) => {
      await writer.write(batch([SPAN]));
      await writer.write(batch([], [reportLine(requestId(1), 1100, 100, 'Status: timeout\t')]));
      expect(await rows(reader)).toMatchObject([{ outcome: 'timeout' }]);
      expect(await reader.totals({ range: DAY })).toMatchObject({ invocations: 1, errors: 1, timeouts: 1 });
      const { items } = await reader.errors({ range: DAY, limit: 10 });
      expect(items).toMatchObject([{ count: 1 }]);
    });
  });

  test('each attempt at one request id is completed by its own report', async () => {
    await withClock(open, async ({ writer, reader }) => {
      const first = run(1, requestId(1), 1000, 100);
      const second = run(2, requestId(1), 91_000, 200);
      const reports = [reportLine(requestId(1), 1100, 100), reportLine(requestId(1), 91_200, 200)];
      await writer.write(batch([second], [...reports]));
      await writer.write(batch([first]));
      expect(await rows(reader)).toMatchObject([{ reportedBilledMs: 207 }, { reportedBilledMs: 107 }]);
    });
  });

  test('without a span an execution is an invocation of its own, a quarter of an hour after it was received', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      await writer.write(batch([], [START, REPORT]));
      await wait(14);
      expect(await rows(reader)).toEqual([]);
      expect((await reader.totals({ range: DAY })).coverage).toBeNull();
      await wait(2);
      const { traceId: _, ...known } = COMPLETE;
      const [orphan, ...others] = await rows(reader);
      expect(others).toEqual([]);
      expect(orphan).toMatchObject({ ...known, source: 'platform', invocationId: requestId(1) });
      expect(await reader.trace(orphan?.traceId ?? '', 100)).toBeNull();
      expect(await reader.span(orphan?.traceId ?? '', orphan?.spanId ?? '')).toBeNull();
      expect((await reader.invocations({ range: DAY, limit: 9, q: requestId(1) })).items).toEqual([orphan]);
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 1,
        coverage: { expected: 1, received: 0 },
      });
    });
  });

  test('what started and was never heard of again is an error', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      await writer.write(batch([], [START]));
      await wait(16);
      expect(await rows(reader)).toMatchObject([
        { outcome: 'error', errorType: 'never_ended', durationMs: 0 },
      ]);
      await writer.write(batch([], [REPORT]));
      expect(await rows(reader)).toMatchObject([{ outcome: 'ok', errorType: null, reportedBilledMs: 107 }]);
    });
  });

  test('when the span comes after all, the execution without one gives way', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      await writer.write(batch([], [START, REPORT]));
      await wait(16);
      await writer.write(batch([SPAN]));
      expect(await rows(reader)).toMatchObject([COMPLETE]);
      expect(await reader.totals({ range: DAY })).toMatchObject({
        invocations: 1,
        billedDurationMs: 107,
        coverage: { expected: 1, received: 1 },
      });
      expect((await reader.functions({ range: DAY, limit: 10 })).items).toHaveLength(1);
    });
  });

  test('a retry long after gives way too when both attempts come at once', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      await writer.write(batch([], [reportLine(requestId(1), 61_100, 90)]));
      await wait(21);
      const others = [2, 3, 4, 5, 6, 7].map((number) => run(number, requestId(number), 2000 + number, 10));
      for (const span of others) await writer.write(batch([span], []));
      await writer.write(batch([SPAN, run(8, requestId(1), 61_000, 90)], [REPORT]));
      const sources = (await rows(reader)).map(({ source }) => source);
      expect(sources).toHaveLength(8);
      expect(sources).not.toContain('platform');
    });
  });

  test('executions wait while the store is closed, and go on waiting when it is open again', async () => {
    await withClock(open, async (store, wait, clocked) => {
      await store.writer.write(batch([], [START]));
      await wait(1);
      clocked.store = await store.reopen();
      await clocked.store.writer.write(batch([SPAN], [REPORT]));
      expect(await rows(clocked.store.reader)).toMatchObject([COMPLETE]);
    });
  });

  test('an init in the trace of an invocation that was a cold start is its own, whichever came first', async () => {
    const cold = run(1, requestId(1), 1000, 100, { attributes: { 'faas.coldstart': true } });
    const init = run(1, '', 800, 180, {
      spanId: 'c'.repeat(16),
      kind: 'internal',
      name: 'init',
      attributes: { 'faas.coldstart': true, 'faas.trigger': null, 'faas.invocation_id': null },
      scope: HTTP_SCOPE,
    });
    for (const spans of [
      [cold, init],
      [init, cold],
    ]) {
      await withClock(open, async ({ writer, reader }) => {
        for (const one of spans) await writer.write(batch([one]));
        expect(await rows(reader)).toMatchObject([{ coldStart: true, initDurationMs: 180 }]);
        expect(await reader.totals({ range: DAY })).toMatchObject({ invocations: 1, coldStarts: 1 });
      });
    }
  });

  test('the attempts at one request are found from any of them, oldest first and the dead letter last', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      const deliveries = [consumer(1, 1000), consumer(2, 31_000), consumer(3, 61_000)];
      const dead = consumer(4, 500, { 'messaging.destination.name': 'orders-dlq' });
      await writer.write(
        batch([dead, ...deliveries, consumer(5, 2000, { 'messaging.message.id': 'other' })]),
      );
      for (const { traceId, spanId } of [dead, ...deliveries]) {
        const attempts = await reader.attempts({ traceId, spanId, limit: 100 });
        expect(attempts.map((one) => one.traceId)).toEqual([...deliveries, dead].map((one) => one.traceId));
      }
      const [first] = await reader.attempts({ ...consumer(1, 1000), limit: 1 });
      const list = { range: DAY, limit: 100 };
      const { items } = await reader.invocations({ ...list, requestKey: first?.requestKey ?? '' });
      expect(items.map(({ startTime }) => startTime - DAY.fromMs)).toEqual([61_000, 31_000, 1000, 500]);
      expect(await reader.attempts({ traceId: 'c'.repeat(32), spanId: 'c'.repeat(16), limit: 1 })).toEqual(
        [],
      );

      // The platform's retry never sent a span.
      const tried = run(7, requestId(7), 7000, 10);
      await writer.write(batch([tried], [reportLine(requestId(7), 67_010, 10)]));
      await wait(16);
      expect(await reader.attempts({ ...tried, limit: 9 })).toMatchObject([
        { source: 'faaslens', requestKey: `invocation:${requestId(7)}` },
        { source: 'platform', requestKey: `invocation:${requestId(7)}` },
      ]);
    });
  });

  test('one that has no span counts for the function whose spans came, whichever was first', async () => {
    const other = run(9, requestId(9), 5000, 10);
    const environment = { 'deployment.environment.name': 'production' };
    const named = { ...other, resource: lambda('paid', environment) };
    for (const spanFirst of [true, false]) {
      await withClock(open, async ({ writer, reader }, wait) => {
        if (spanFirst) await writer.write(batch([named]));
        await writer.write(batch([], [REPORT]));
        await wait(16);
        if (!spanFirst) await writer.write(batch([named]));
        const { items } = await reader.functions({ range: DAY, limit: 10 });
        expect(items).toMatchObject([
          { function: { accountId: '123456789012', environment: 'production' }, totals: { invocations: 2 } },
        ]);
      });
    }
  });
}
