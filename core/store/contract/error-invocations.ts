import { expect, test } from 'vitest';
import type { ErrorsQuery } from '../errors';
import type { InvocationRow, InvocationsQuery } from '../invocations';
import {
  batch,
  DAY,
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
import { exception, failed, listed } from './tricky-errors';

const HOUR_MS = 3_600_000;
const HOUR = BigInt(HOUR_MS) * MS;

/** Which invocations have an error of a group. */
export function errorInvocationsContract(open: OpenEmptyStore): void {
  test('the invocations of a group are those that it counts, by their start, and a trace names its groups', () =>
    withStore(open, async ({ writer, reader }) => {
      const of = async (fingerprint = '', query: Partial<InvocationsQuery> = {}) =>
        (await reader.invocations({ range: DAY, limit: 100, fingerprint, ...query })).items;
      const ids = (rows: readonly InvocationRow[]) => rows.map((row) => [row.traceId, row.spanId]);
      const late = { startNs: T0_NS + HOUR - MS, endNs: T0_NS + HOUR + MS };
      const caught = (id: number) =>
        span({
          traceId: traceId(3),
          spanId: spanId(id),
          parentSpanId: spanId(1),
          ...late,
          events: [exception('Error', 'no stock', '', T0_NS + HOUR)],
        });
      const staging = lambda('carts', { 'deployment.environment.name': 'staging' });
      const [alone, corrected] = [failed(1, 'no stock'), failed(4, 'no stock')];
      await writer.write(
        batch([
          alone,
          failed(2, 'too late', { spanId: spanId(2), resource: staging }),
          failed(3, 'too late', late),
          caught(5),
          caught(6),
        ]),
      );
      // A separate batch takes another path through the writer.
      await writer.write(batch([corrected]));
      await writer.write(batch([alone]));
      const rows = await listed(reader);
      const stock = rows.find(({ message }) => message === 'no stock');
      expect(ids(await of(stock?.fingerprint))).toEqual([
        [traceId(3), spanId(1)],
        [traceId(4), spanId(1)],
        [traceId(1), spanId(1)],
      ]);
      for (const { fingerprint, invocations, cost } of rows) {
        const found = await of(fingerprint);
        expect(found).toHaveLength(invocations);
        expect(found.reduce((sum, row) => sum + (row.cost ?? 0n), 0n)).toBe(cost);
      }
      const first = { fromMs: T0_MS, toMs: T0_MS + HOUR_MS };
      expect(await listed(reader, { range: first })).toMatchObject([
        { message: 'no stock', count: 2, invocations: 3 },
        { message: 'too late', count: 2, invocations: 2 },
      ]);
      expect(await of(stock?.fingerprint, { range: first })).toHaveLength(3);
      const paged: InvocationRow[] = [];
      for (let cursor: string | null | undefined; cursor !== null && paged.length < 9; ) {
        const page = await reader.invocations({
          ...{ range: DAY, limit: 1, fingerprint: stock?.fingerprint ?? '' },
          ...(cursor ? { cursor } : {}),
        });
        paged.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(await of(stock?.fingerprint));
      expect(ids(await of(stock?.fingerprint, { outcome: 'ok' }))).toEqual([]);
      expect(await of('0'.repeat(16))).toEqual([]);

      const ofTrace = async (number: number, query: Partial<ErrorsQuery> = {}) =>
        (await listed(reader, { traceId: traceId(number), ...query })).map(({ message }) => message);
      expect((await ofTrace(3)).sort()).toEqual(['no stock', 'too late']);
      expect(await ofTrace(2)).toEqual(['too late']);
      // Other invocations in the environment have the error, but none in this trace.
      expect(await ofTrace(2, { environment: '' })).toEqual([]);
      expect(await ofTrace(9)).toEqual([]);

      await writer.write(batch([{ ...corrected, endNs: corrected.endNs + MS, status: 'ok', events: [] }]));
      expect(await of(stock?.fingerprint)).toHaveLength(2);
    }));
}
