import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOG_RECORD_ID } from '../../model/logs/record-id';
import type { LogsQuery } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  runsOf,
  spanId,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

const BODIES = [
  'Order 4711 was paid by card',
  'card declined: insufficient funds',
  'Überweisung für Bestellung 4711',
  'paid "by card" again and-again',
];

export function logsContract(open: OpenEmptyStore): void {
  test('words must all occur, quoted text is a phrase, and what is typed is never an error', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch(
          [],
          BODIES.map((body, index) => log({ body, timeNs: T0_NS + BigInt(index) })),
        ),
      );
      const found = async (q: string) =>
        (await reader.logs({ range: DAY, limit: 10, q })).items.map(({ body }) => BODIES.indexOf(body));

      expect(await found('card')).toEqual([3, 1, 0]);
      expect(await found('CARD paid')).toEqual([3, 0]);
      expect(await found('"by card"')).toEqual([3, 0]);
      expect(await found('"card by"')).toEqual([]);
      expect(await found('"was paid" 4711')).toEqual([0]);
      expect(await found('überweisung')).toEqual([2]);
      expect(await found('and-again')).toEqual([3]);
      expect(await found('car')).toEqual([]);
      expect(await found('card NOT declined')).toEqual([]);
      expect(await found('body: card OR')).toEqual([]);
      for (const nothing of ['', ' ', '"', '""', '*', '()', '-', "'"]) {
        expect(await found(nothing)).toEqual([3, 2, 1, 0]);
      }
      expect(await found('card '.repeat(5000))).toEqual([3, 1, 0]);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (q) => {
          await found(q);
          await reader.invocations({ range: DAY, limit: 1, q });
          await reader.traces({ range: DAY, limit: 1, q });
          await reader.functions({ range: DAY, limit: 1, search: q });
        }),
        {
          ...runsOf(open, 100),
          examples: [['NEAR(a b)'], ['^a'], ['{a}:b'], ['a AND'], ['"a'], ['a\0b'], ['%_\\']],
        },
      );
    }));

  test('records are found by severity, trace, span, environment and function', () =>
    withStore(open, async ({ writer, reader }) => {
      const staging = { 'deployment.environment.name': 'staging' };
      await writer.write(
        batch(
          [invocation({ traceId: traceId(1), spanId: spanId(1) })],
          [
            log({ body: 'warn', severity: 13, severityText: 'WARN', traceId: traceId(1), spanId: spanId(1) }),
            log({ body: 'trace only', severity: 9, traceId: traceId(1) }),
            log({ body: 'other instance', resource: lambda('orders', { 'faas.instance': 'i-2' }) }),
            log({ body: 'elsewhere', resource: lambda('orders', staging), severity: 17 }),
          ],
        ),
      );
      const functionId = (await reader.functions({ range: DAY, limit: 1 })).items[0]?.function.id ?? '';
      const found = async (query: Partial<LogsQuery>) =>
        (await reader.logs({ range: DAY, limit: 10, ...query })).items.map(({ body }) => body).sort();

      expect(await found({ minSeverity: 13 })).toEqual(['elsewhere', 'warn']);
      expect(await found({ traceId: traceId(1) })).toEqual(['trace only', 'warn']);
      expect(await found({ traceId: traceId(1), spanId: spanId(1) })).toEqual(['warn']);
      expect(await found({ environment: 'staging' })).toEqual(['elsewhere']);
      expect(await found({ functionId })).toEqual(['other instance', 'trace only', 'warn']);
      expect(await found({ functionId, q: 'instance' })).toEqual(['other instance']);
      expect(await found({ functionId: 'unknown' })).toEqual([]);
      expect(await found({ traceId: 'no id' })).toEqual([]);
      const { items } = await reader.logs({ range: DAY, limit: 10, q: 'warn' });
      expect(items).toMatchObject([
        {
          id: expect.stringMatching(LOG_RECORD_ID),
          severity: 13,
          severityText: 'WARN',
          service: 'orders',
          functionId,
          functionName: 'orders',
          spanId: spanId(1),
        },
      ]);
      expect((await reader.logs({ range: DAY, limit: 10, q: 'elsewhere' })).items).toMatchObject([
        { functionId: null, functionName: null },
      ]);
    }));

  test('records that came before their function was known belong to it all the same', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([], [log({ body: 'early' })]));
      await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
      expect((await reader.logs({ range: DAY, limit: 1 })).items).toMatchObject([{ functionName: 'orders' }]);
    }));

  test('where functions share a resource, the trace of a record tells which one it is', () =>
    withStore(open, async ({ writer, reader }) => {
      const resource = {
        attributes: { 'service.name': 'app', 'cloud.provider': 'azure', 'cloud.platform': 'azure.functions' },
      };
      const spans = ['app/one', 'app/two'].map((name, index) =>
        invocation({
          traceId: traceId(index + 1),
          spanId: spanId(1),
          startNs: T0_NS + BigInt(index) * MS,
          resource,
          attributes: { 'faas.name': name },
        }),
      );
      const logs = [
        log({ body: 'of two', resource, traceId: traceId(2) }),
        log({ body: 'of none', resource }),
      ];
      await writer.write(batch(spans, logs));
      const { items: functions } = await reader.functions({ range: DAY, limit: 10 });
      const ofEach = await Promise.all(
        functions.map(async ({ function: { id, name } }) => {
          const { items } = await reader.logs({ range: DAY, limit: 10, functionId: id });
          return [name, items.map(({ body, functionName }) => [body, functionName])];
        }),
      );
      expect(ofEach).toEqual([
        ['app/one', []],
        ['app/two', [['of two', 'app/two']]],
      ]);
      const { items } = await reader.logs({ range: DAY, limit: 10, q: 'none' });
      expect(items).toMatchObject([{ functionId: null }]);
    }));

  test('pages go on where they ended, though the store is tidied and newer records arrive meanwhile', () =>
    withStore(open, async ({ writer, reader }) => {
      const at = (index: number) => T0_NS + BigInt(index % 7) * MS;
      const bodies = Array.from({ length: 40 }, (_, index) => `line ${index}`);
      for (const [index, body] of bodies.entries()) {
        await writer.write(batch([], [log({ body, timeNs: at(index) })]));
      }
      const shown: { id: string; time: number; body: string }[] = [];
      let cursor: string | null = null;
      do {
        const page = await reader.logs({
          range: DAY,
          limit: 3,
          q: 'line',
          ...(cursor === null ? {} : { cursor }),
        });
        shown.push(...page.items);
        cursor = page.nextCursor;
        await writer.tidy(1000);
        await writer.write(
          batch([], [log({ body: `line of page ${shown.length}`, timeNs: T0_NS + 100n * MS })]),
        );
      } while (cursor !== null);
      expect(shown.map(({ body }) => body).sort()).toEqual(bodies.sort());
      expect(new Set(shown.map(({ id }) => id)).size).toBe(40);
      expect(shown.map(({ time }) => time)).toEqual(shown.map(({ time }) => time).sort((a, b) => b - a));
    }));

  test('words, severities and functions are found in any part of the range, and in no other time', () =>
    withStore(open, async ({ writer, reader }) => {
      for (let minute = 0; minute < 30; minute += 1) {
        const timeNs = T0_NS + BigInt(minute) * 60_000n * MS;
        const rare = minute % 10 === 3;
        await writer.write(
          batch(
            [],
            [
              log({ body: `tick ${minute}`, timeNs }),
              log({
                body: rare ? `typeerror ${minute}` : 'fine',
                severity: rare ? 17 : 9,
                timeNs: timeNs + 1n,
              }),
            ],
          ),
        );
      }
      while (await writer.tidy(1000));
      const found = async (query: Partial<LogsQuery>) =>
        (await reader.logs({ range: DAY, limit: 10, ...query })).items.map(({ body }) => body);
      expect(await found({ q: 'TypeError' })).toEqual(['typeerror 23', 'typeerror 13', 'typeerror 3']);
      expect(await found({ minSeverity: 17 })).toEqual(['typeerror 23', 'typeerror 13', 'typeerror 3']);
      expect(await found({ q: 'typeerror', limit: 1 })).toEqual(['typeerror 23']);
      const range = { fromMs: DAY.fromMs + 5 * 60_000, toMs: DAY.fromMs + 20 * 60_000 };
      expect(await found({ q: 'typeerror', range })).toEqual(['typeerror 13']);
      expect(await found({ q: 'tick', range, limit: 2 })).toEqual(['tick 19', 'tick 18']);
      expect(await found({ q: 'tick', range: { fromMs: DAY.toMs, toMs: DAY.toMs + 1 } })).toEqual([]);
    }));

  test('a clock far in the future does not break the pages', () =>
    withStore(open, async ({ writer, reader }) => {
      const timeNs = 2n ** 63n - 1n;
      const bodies = ['a', 'b', 'c'];
      await writer.write(
        batch(
          [],
          bodies.map((body) => log({ body, timeNs })),
        ),
      );
      const shown: string[] = [];
      let cursor: string | null = null;
      do {
        const range = { fromMs: DAY.fromMs, toMs: 9.1e12 };
        const page = await reader.logs({ range, limit: 1, ...(cursor === null ? {} : { cursor }) });
        shown.push(...page.items.map(({ body }) => body));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(shown.sort()).toEqual(bodies);
    }));
}
