import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord, Span } from '../../model/telemetry';
import type { TelemetryReader } from '../store';
import { everythingIn } from './everything';
import {
  batch,
  invocation,
  MS,
  type OpenEmptyStore,
  runsOf,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
  withStore,
} from './fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from './tricky-traces';

type Piece = { readonly span: Span } | { readonly log: LogRecord };

const PIECES: readonly Piece[] = [
  ...TRICKY_SPANS.map((span) => ({ span })),
  ...TRICKY_LOGS.map((log) => ({ log })),
];

/** All pieces in any order, some of them sent twice, split into batches anywhere. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray([...PIECES], { minLength: PIECES.length }),
    fc.subarray([...PIECES]),
    fc.array(fc.nat({ max: PIECES.length * 2 }), { maxLength: 8 }),
  )
  .map(([all, again, cuts]) => {
    const sent = [...all, ...again];
    const edges = [...new Set([0, ...cuts.filter((cut) => cut < sent.length), sent.length])].sort(
      (a, b) => a - b,
    );
    return edges.slice(1).map((edge, index) => sent.slice(edges[index], edge));
  });

async function written(open: OpenEmptyStore, batches: readonly (readonly Piece[])[]): Promise<unknown> {
  const { writer, reader, dispose } = await open(testPrice);
  try {
    for (const pieces of batches) {
      await writer.write(
        batch(
          pieces.flatMap((piece) => ('span' in piece ? [piece.span] : [])),
          pieces.flatMap((piece) => ('log' in piece ? [piece.log] : [])),
        ),
      );
    }
    return await everythingIn(reader);
  } finally {
    await dispose();
  }
}

export function convergenceContract(open: OpenEmptyStore): void {
  test('the order, the pieces and the repetitions in which telemetry arrives change nothing', async () => {
    const expected = await written(open, [PIECES]);
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        expect(await written(open, batches)).toEqual(expected);
      }),
      runsOf(open, 40),
    );
  }, 120_000);

  test('each day counts what began on it, of traces that go on over midnight and spans that move to another day', () =>
    withStore(open, async ({ writer, reader }) => {
      const midnight = T0_NS + DAY_NS;
      const before = { traceId: traceId(1), spanId: spanId(1), startNs: midnight - MS, endNs: midnight + MS };
      const after = {
        traceId: traceId(1),
        spanId: spanId(2),
        startNs: midnight + MS,
        endNs: midnight + 2n * MS,
      };
      const noon = { traceId: traceId(2), spanId: spanId(3), startNs: midnight + DAY_NS / 2n };
      const exception = {
        name: 'exception',
        attributes: { 'exception.type': 'Late' },
        timeNs: midnight + 3n * MS,
      };
      const moved = {
        ...{ ...noon, startNs: midnight - MS, endNs: midnight + DAY_NS },
        ...{ status: 'error' as const, events: [exception] },
      };
      const sent: Span[] = [];
      for (const [piece, expected] of [
        [after, { invocations: [0, 1], traces: [0, 1], errors: [0, 0] }],
        [before, { invocations: [1, 1], traces: [1, 0], errors: [0, 0] }],
        [noon, { invocations: [1, 2], traces: [1, 1], errors: [0, 0] }],
        [moved, { invocations: [2, 1], traces: [2, 0], errors: [0, 1] }],
      ] as const) {
        sent.push(invocation(piece));
        await writer.write(batch(sent.slice(-1)));
        expect(await daysIn(reader)).toEqual(expected);
      }
      await writer.write(batch(sent));
      expect(await daysIn(reader)).toEqual({ invocations: [2, 1], traces: [2, 0], errors: [0, 1] });
    }));
}

const DAY_MS = 86_400_000;
const DAY_NS = BigInt(DAY_MS) * MS;

async function daysIn(reader: TelemetryReader) {
  const days = [0, 1].map((day) => {
    const range = { fromMs: T0_MS + day * DAY_MS, toMs: T0_MS + (day + 1) * DAY_MS };
    return { range, limit: 10 };
  });
  const countOf = ({ items }: { readonly items: readonly unknown[] }) => items.length;
  const [totals, rows, traces, errors] = await Promise.all([
    Promise.all(days.map(async (day) => (await reader.totals(day)).invocations)),
    Promise.all(days.map(async (day) => countOf(await reader.invocations(day)))),
    Promise.all(days.map(async (day) => countOf(await reader.traces(day)))),
    Promise.all(days.map(async (day) => countOf(await reader.errors(day)))),
  ]);
  expect(totals).toEqual(rows);
  return { invocations: rows, traces, errors };
}
