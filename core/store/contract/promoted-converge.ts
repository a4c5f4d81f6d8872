import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord, Span } from '../../model/telemetry';
import type { TelemetryReader } from '../store';
import { batch, DAY, type OpenEmptyStore, runsOf, testPrice } from './fixtures';
import { tidied } from './tidied';
import { TRICKY_LOGS, TRICKY_SPANS } from './tricky-traces';

type Piece = { readonly span: Span } | { readonly log: LogRecord } | { readonly promote: string };

const KEYS = ['faas.trigger', 'faas.invocation_id', 'service.name', 'version.of.span'];

/** Each span's attributes name its content, so that a replaced version shows. */
const PIECES: readonly Piece[] = [
  ...TRICKY_SPANS.map((span) => ({
    span: { ...span, attributes: { ...span.attributes, 'version.of.span': `${span.name} ${span.endNs}` } },
  })),
  ...TRICKY_LOGS.map((log) => ({ log })),
  ...KEYS.map((promote) => ({ promote })),
];

/**
 * All pieces in any order, some telemetry twice, split anywhere into batches of at least `fewest`, with or without
 * tidying in between.
 */
const deliveries = (fewest: number) =>
  fc.record({
    sent: fc
      .tuple(fc.shuffledSubarray([...PIECES], { minLength: PIECES.length }), fc.subarray([...PIECES]))
      .map(([all, again]) => [...all, ...again]),
    size: fc.integer({ min: fewest, max: 12 }),
    tidyEvery: fc.integer({ min: 1, max: 20 }),
  });

/** The true values of the invocations, by reading each span. */
async function truth(reader: TelemetryReader, key: string): Promise<Map<string, string[]>> {
  const { items } = await reader.invocations({ range: DAY, limit: 1000 });
  const values = new Map<string, string[]>();
  for (const { traceId, spanId } of items) {
    const span = await reader.span(traceId, spanId);
    const value = span?.attributes[key] ?? span?.resource[key];
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    values.set(text, [...(values.get(text) ?? []), `${traceId} ${spanId}`]);
  }
  return values;
}

async function promoted(reader: TelemetryReader, key: string): Promise<Map<string, string[]>> {
  const { groups, exact } = await reader.invocationGroups({ range: DAY, key, limit: 1000 });
  expect(exact).toBe(true);
  const values = new Map<string, string[]>();
  for (const { value, invocations } of groups) {
    const attributes = [{ key, value }];
    const { items } = await reader.invocations({ range: DAY, limit: 1000, attributes });
    expect(items).toHaveLength(invocations);
    values.set(
      value,
      items.map(({ traceId, spanId }) => `${traceId} ${spanId}`),
    );
  }
  return values;
}

export function promotedConvergeContract(open: OpenEmptyStore): void {
  test('whenever it was promoted and however telemetry arrived, values are those of the spans that count', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries(open.isSlow ? 4 : 1), async ({ sent, size, tidyEvery }) => {
        const store = await open(testPrice);
        try {
          for (let start = 0; start < sent.length; start += size) {
            const pieces = sent.slice(start, start + size);
            for (const piece of pieces) if ('promote' in piece) await store.promotions.promote(piece.promote);
            await store.writer.write(
              batch(
                pieces.flatMap((piece) => ('span' in piece ? [piece.span] : [])),
                pieces.flatMap((piece) => ('log' in piece ? [piece.log] : [])),
              ),
            );
            if ((start / size) % tidyEvery === 0) await store.writer.tidy(0);
          }
          await tidied(store);
          for (const key of KEYS) {
            expect(await promoted(store.reader, key)).toEqual(await truth(store.reader, key));
          }
        } finally {
          await store.dispose();
        }
      }),
      runsOf(open, 20),
    );
  }, 120_000);
}
