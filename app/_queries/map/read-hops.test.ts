import { afterAll, beforeAll, expect, it } from 'vitest';
import { batch, invocation, lambda, spanId, T0_NS, testPrice, traceId } from '@/core/store/contract/fixtures';
import { openReader, openWriter } from '@/core/store/index';
import { temporaryDatabase } from '@/core/store/sqlite/temporary-database';
import type { TelemetryReader } from '@/core/store/store';
import { readHops } from './read-hops';

const BATCHES = 12;
const LINKS = 60;
const { databaseFile, remove } = temporaryDatabase();
const senderOf = (trace: number, link: number) => traceId(1000 + trace * LINKS + link);
const consumers = Array.from({ length: BATCHES }, (_, index) => traceId(index + 1));
let reader: TelemetryReader;

beforeAll(async () => {
  const writer = await openWriter({ databaseFile }, { price: testPrice });
  const senders = consumers.flatMap((_, trace) =>
    Array.from({ length: LINKS }, (_, link) =>
      invocation({ traceId: senderOf(trace, link), spanId: spanId(7), resource: lambda('sender') }),
    ),
  );
  const takers = consumers.map((id, trace) => ({
    ...invocation({ traceId: id, spanId: spanId(1), resource: lambda('taker'), startNs: T0_NS + 1n }),
    links: Array.from({ length: LINKS }, (_, link) => ({
      traceId: senderOf(trace, link),
      spanId: spanId(7),
      attributes: {},
    })),
  }));
  await writer.write(batch([...senders, ...takers]));
  await writer.close();
  reader = await openReader({ databaseFile });
});
afterAll(async () => {
  await reader.close();
  remove();
});

/** Counts reads, and how many run at the same time. */
function watched() {
  const counts = { reads: 0, open: 0, most: 0 };
  const trace: TelemetryReader['trace'] = async (id, limit) => {
    counts.reads += 1;
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    const found = await reader.trace(id, limit);
    // Readers answer from other threads: never in the same tick.
    await new Promise((resolve) => setImmediate(resolve));
    counts.open -= 1;
    return found;
  };
  return { counts, trace };
}

it('reads few of the many traces that one links to, and few at once', async () => {
  const { counts, trace } = watched();
  const found = await readHops({ trace }, consumers, () => false);
  expect(found).toHaveLength(BATCHES);
  expect(counts.reads).toBe(BATCHES * (1 + 20));
  expect(counts.most).toBeLessThanOrEqual(5);
  for (const { hops, senders } of found) {
    expect(senders).toEqual({ lookedAt: 20, all: LINKS });
    expect(hops).toHaveLength(20);
    expect(hops[0]).toMatchObject({ from: { name: 'sender' }, to: { name: 'taker' } });
  }
});

it('begins nothing more when time is up, but tells of what it began', async () => {
  const { counts, trace } = watched();
  const found = await readHops({ trace }, consumers, () => counts.reads >= 30);
  expect(counts.reads).toBeLessThan(60);
  expect(found.length).toBeGreaterThan(0);
  expect(found.map((one) => one.traceId)).toEqual(consumers.slice(0, found.length));
  for (const { hops, senders } of found) expect(hops).toHaveLength(senders.lookedAt);
  expect(await readHops({ trace }, consumers, () => true)).toMatchObject([{ senders: { lookedAt: 5 } }]);
});
