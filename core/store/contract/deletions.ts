import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord, Span } from '../../model/telemetry';
import type { DeletionQuery } from '../deletions';
import { everythingIn } from './everything';
import { withClock } from './executions';
import {
  batch,
  DAY,
  HTTP_SCOPE,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  type OpenStore,
  runsOf,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';
import { initSpan } from './instance-pieces';
import { line, reportLine, requestId, run } from './platform-pieces';
import { tidied } from './tidied';

interface Sent {
  readonly number: number;
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
}

const HOUR_NS = 3_600_000_000_000n;
const FUNCTIONS = ['orders', 'carts', 'mails'];

/** An invocation of one of three functions, in one of eight hours, by one of four users; every third one fails. */
function request(number: number): Sent {
  const id = traceId(number);
  const startNs = T0_NS + BigInt(number % 8) * HOUR_NS + BigInt(number) * MS;
  const resource = lambda(FUNCTIONS[number % 3] ?? '');
  const failed = number % 3 === 0;
  const root = invocation({
    ...{ traceId: id, spanId: spanId(1), startNs, endNs: startNs + BigInt(10 + number) * MS, resource },
    ...(failed && { status: 'error', statusMessage: `no ${number % 2 === 0 ? 'stock' : 'money'}` }),
    attributes: { 'faas.coldstart': number % 5 === 0 },
  });
  const call = span({
    ...{
      traceId: id,
      spanId: spanId(2),
      parentSpanId: root.spanId,
      kind: 'client',
      scope: HTTP_SCOPE,
      resource,
    },
    ...{ startNs: startNs + MS, endNs: startNs + 4n * MS },
    attributes: { 'user.id': `user-${number % 4}`, 'server.address': `host-${number % 2}` },
  });
  const at = { timeNs: startNs + MS, resource };
  return {
    number,
    spans: [root, call],
    logs: [
      log({ ...at, body: `line ${number}`, traceId: id, spanId: root.spanId }),
      log({ ...at, body: `loose ${number}`, attributes: { 'user.id': `user-${number % 4}` } }),
    ],
  };
}

const hours = (from: number, to: number) => ({
  fromMs: T0_MS + from * 3_600_000,
  toMs: T0_MS + to * 3_600_000,
});

/** Deletion queries, and which requests each matches. */
const CASES: readonly { query: (functionId: string) => DeletionQuery; fits: (number: number) => boolean }[] =
  [
    {
      query: () => ({ range: DAY, attribute: { key: 'user.id', value: 'user-2' } }),
      fits: (number) => number % 4 === 2,
    },
    { query: (functionId) => ({ range: DAY, functionId }), fits: (number) => number % 3 === 0 },
    {
      query: (functionId) => ({ range: hours(2, 5), functionId }),
      fits: (number) => number % 3 === 0 && number % 8 >= 2 && number % 8 < 5,
    },
    { query: () => ({ range: hours(1, 3) }), fits: (number) => number % 8 >= 1 && number % 8 < 3 },
  ];

async function send({ writer }: Pick<OpenStore, 'writer'>, requests: readonly Sent[]) {
  return writer.write(
    batch(
      requests.flatMap(({ spans }) => spans),
      requests.flatMap(({ logs }) => logs),
    ),
  );
}

export function deletionsContract(open: OpenEmptyStore): void {
  const requests = Array.from({ length: open.isSlow ? 16 : 24 }, (_, number) => request(number));
  const functionOf = async ({ reader }: OpenStore, name: string) => {
    const { items } = await reader.functions({ range: DAY, limit: 10 });
    return items.find(({ function: one }) => one.name === name)?.function.id ?? '';
  };
  /** What a store that only ever received these says. */
  const neverHad = async (left: readonly Sent[]): Promise<unknown> => {
    let said: unknown;
    await withStore(open, async (store) => {
      await send(store, left);
      said = await everythingIn(store.reader);
    });
    return said;
  };

  test.each(open.isSlow ? [2] : [0, 1, 2, 3])(
    'what is deleted never came, and does not come back: case %i',
    async (which) => {
      const one = CASES[which];
      if (!one) throw new Error('no such case');
      const left = requests.filter(({ number }) => !one.fits(number));
      const expected = await neverHad(left);
      await withStore(open, async (store) => {
        const atOnce = open.isSlow ? 8 : 5;
        for (let at = 0; at < requests.length; at += atOnce) {
          await send(store, requests.slice(at, at + atOnce));
          if (at % 2 === 0) await tidied(store);
        }
        const query = one.query(await functionOf(store, 'orders'));
        const gone = requests.length - left.length;
        expect(await store.deletions.preview(query)).toEqual({ traces: gone, looseLogs: gone, exact: true });
        const asked = await store.deletions.request(query);
        expect(asked.state).toBe('waiting');
        await tidied(store);
        expect(await everythingIn(store.reader)).toEqual(expected);
        const counts = { traces: gone, invocations: gone, looseLogs: gone };
        expect(await store.deletions.list()).toEqual([
          { ...asked, ...counts, about: expect.any(String), state: 'done' },
        ]);
        expect(JSON.stringify(await store.deletions.list())).not.toContain('user-2');

        await send(store, requests);
        await tidied(store);
        expect(await everythingIn(store.reader)).toEqual(expected);
        expect(await store.deletions.preview(query)).toMatchObject({ traces: 0, looseLogs: 0 });
      });
    },
    120_000,
  );

  test('one trace goes, whatever is asked of its time, and late parts of it are refused', () =>
    withStore(open, async (store) => {
      await send(store, requests);
      await store.deletions.request({ range: { fromMs: 0, toMs: 1 }, traceId: traceId(3) });
      await tidied(store);
      expect(await store.reader.trace(traceId(3), 10)).toBeNull();
      const late = span({ traceId: traceId(3), spanId: spanId(9) });
      expect(await store.writer.write(batch([late]))).toMatchObject({ tooOld: 1, spansStored: 0 });
      expect((await store.reader.logs({ range: DAY, limit: 100, q: '"line 3"' })).items).toEqual([]);
    }));

  test('what a platform said of an execution goes with its lines, also while no span of it has come', () =>
    withClock(open, async (store, wait) => {
      const lines = [
        line(1000, `START RequestId: ${requestId(1)} Version: 7\n`),
        reportLine(requestId(1), 1101, 100),
      ];
      await store.writer.write(batch([], [...lines, reportLine(requestId(2), 70_000, 50)]));
      await store.deletions.request({ range: { fromMs: T0_MS, toMs: T0_MS + 60_000 } });
      // While it still waits for a span, and afterwards.
      await wait(0);
      await wait(20);
      const { items } = await store.reader.invocations({ range: DAY, limit: 10 });
      expect(items).toMatchObject([{ invocationId: requestId(2), outcome: 'ok' }]);
    }));

  test('what was said of an instance is taken back from what it completed with the span or the line that said it', () =>
    withStore(open, async (store) => {
      const cold = { resource: lambda('cold') };
      const init = initSpan(0x2a1, 'cold', 990, 400);
      const reported = line(60_990, 'INIT_REPORT Init Duration: 190.00 ms\tPhase: init\t\n', cold);
      const first = run(1, requestId(1), 1000, 100, { ...cold, attributes: { 'faas.coldstart': true } });
      const second = run(2, requestId(2), 61_000, 100, { ...cold, attributes: { 'faas.coldstart': true } });
      await store.writer.write(batch([init, first, second], [reported]));
      const inits = async () => {
        const { items } = await store.reader.invocations({ range: DAY, limit: 10 });
        return items.map(({ initDurationMs }) => initDurationMs);
      };
      expect(await inits()).toEqual([190, 400]);
      await store.deletions.request({ range: DAY, traceId: init.traceId });
      await tidied(store);
      expect(await inits()).toEqual([190, null]);
      await store.deletions.request({ range: { fromMs: T0_MS + 60_900, toMs: T0_MS + 60_995 } });
      await tidied(store);
      expect(await inits()).toEqual([null, null]);
    }));

  test('what a platform said of an instance completes nothing after its line is gone', () =>
    withStore(open, async (store) => {
      const reported = line(990, 'INIT_REPORT Init Duration: 190.00 ms\tPhase: init\t\n');
      await store.writer.write(batch([], [reported]));
      await store.deletions.request({ range: { fromMs: T0_MS, toMs: T0_MS + 60_000 } });
      await tidied(store);
      const cold = run(1, requestId(1), 1000, 100, { attributes: { 'faas.coldstart': true } });
      await store.writer.write(batch([cold]));
      const { items } = await store.reader.invocations({ range: DAY, limit: 10 });
      expect(items).toMatchObject([{ coldStart: true, initDurationMs: null }]);
    }));

  test('what makes no sense is refused by the name of the field', () =>
    withStore(open, async ({ deletions }) => {
      const two = { range: DAY, traceId: traceId(1), functionId: '0'.repeat(16) };
      await expect(deletions.preview(two)).rejects.toThrow('traceId: give one of');
      await expect(deletions.request({ range: { fromMs: 2, toMs: 1 } })).rejects.toThrow(
        'to: must be after from',
      );
    }));

  test(
    'in any order of writes, repeats and deletions, figures are those of what was not deleted',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.oneof(
              {
                weight: 5,
                arbitrary: fc.record({ send: fc.subarray(requests, { minLength: 1, maxLength: 6 }) }),
              },
              { weight: 2, arbitrary: fc.record({ drop: fc.constantFrom(...requests) }) },
              { weight: 2, arbitrary: fc.record({ tidy: fc.constant(true) }) },
            ),
            { maxLength: 14 },
          ),
          async (steps) => {
            const gone = new Set<number>();
            const came = new Set<number>();
            let said: unknown;
            await withStore(open, async (store) => {
              for (const step of steps) {
                if ('send' in step) {
                  await send(store, step.send);
                  for (const { number } of step.send) came.add(number);
                } else if ('drop' in step) {
                  // Only a trace that has arrived can be deleted.
                  if (!came.has(step.drop.number)) continue;
                  await store.deletions.request({ range: DAY, traceId: traceId(step.drop.number) });
                  await tidied(store);
                  gone.add(step.drop.number);
                } else await tidied(store);
              }
              said = await everythingIn(store.reader);
            });
            const left = requests
              .filter(({ number }) => came.has(number))
              .map((one) =>
                gone.has(one.number)
                  ? { ...one, spans: [], logs: one.logs.filter((line) => line.traceId === null) }
                  : one,
              );
            expect(said).toEqual(await neverHad(left));
          },
        ),
        runsOf(open, 8),
      ),
    120_000,
  );
}
