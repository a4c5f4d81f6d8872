import { expect, test } from 'vitest';
import type { TelemetryReader } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';
import { exception, exceptionAttributes, STACK } from './tricky-errors';

const HOUR_MS = 3_600_000;
const HOUR = BigInt(HOUR_MS) * MS;

function failed(number: number, startNs: bigint, version = '7') {
  return invocation({
    traceId: traceId(number),
    spanId: spanId(1),
    startNs,
    endNs: startNs + MS,
    status: 'error',
    events: [exception('Error', `order ${number} is too large`, STACK, startNs)],
    resource: lambda('orders', { 'faas.version': version }),
  });
}

async function only(reader: TelemetryReader, range = DAY) {
  const { items } = await reader.errors({ range, limit: 10 });
  expect(items).toHaveLength(1);
  const [row] = items;
  if (row === undefined) throw new Error('there is no group');
  return row;
}

export function errorOccurrencesContract(open: OpenEmptyStore): void {
  test('the errors of the sample traces are told in full, newest trace first', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([failed(1, T0_NS), failed(2, T0_NS + HOUR, '8')]));
      const { fingerprint, functions } = await only(reader);
      const told = await reader.errorOccurrences({ fingerprint, limit: 10 });
      expect(told).toEqual([
        {
          traceId: traceId(2),
          spanId: spanId(1),
          time: T0_MS + HOUR_MS,
          type: 'Error',
          message: 'order 2 is too large',
          stack: STACK,
          version: '8',
          functionId: functions[0]?.id,
        },
        expect.objectContaining({ traceId: traceId(1), message: 'order 1 is too large', version: '7' }),
      ]);
      expect(await reader.errorOccurrences({ fingerprint, limit: 1 })).toHaveLength(1);
      expect(await reader.errorOccurrences({ fingerprint: '0'.repeat(16), limit: 1 })).toEqual([]);
      expect(await reader.errorOccurrences({ fingerprint: 'x', limit: 1 })).toEqual([]);
    }));

  test('an error that only a log record reports is told too', () =>
    withStore(open, async ({ writer, reader }) => {
      const record = log({
        body: 'failed',
        traceId: traceId(1),
        spanId: null,
        timeNs: T0_NS + 5n * MS,
        severity: 17,
        attributes: exceptionAttributes('RangeError', 'too far', STACK),
      });
      await writer.write(batch([], [record]));
      const { fingerprint } = await only(reader);
      expect(await reader.errorOccurrences({ fingerprint, limit: 10 })).toMatchObject([
        { traceId: traceId(1), spanId: null, time: T0_MS + 5, type: 'RangeError', stack: STACK },
      ]);
    }));

  test('the trend adds up to the count, whatever the range', () =>
    withStore(open, async ({ writer, reader }) => {
      const hours = [0, 0, 1, 5, 30];
      await writer.write(batch(hours.map((hour, n) => failed(n + 1, T0_NS + BigInt(hour) * HOUR))));
      const trendOf = async (lengthHours: number) => {
        const range = { fromMs: T0_MS, toMs: T0_MS + lengthHours * HOUR_MS };
        const { trend, count } = await only(reader, range);
        expect(trend.reduce((sum, one) => sum + one, 0)).toBe(count);
        return trend;
      };
      expect(await trendOf(6)).toEqual([2, 1, 0, 0, 0, 1]);
      expect(await trendOf(0.5)).toEqual([2]);
      expect(await trendOf(48)).toHaveLength(24);
      expect((await trendOf(48))[15]).toBe(1);
    }));
}
