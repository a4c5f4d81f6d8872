import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { TelemetryBatch } from '../../../model/telemetry';
import {
  batch,
  invocation,
  lambda,
  log,
  MS,
  span,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { openPackedWriter } from '../../index';
import { createResourceTexts } from '../blocks/resource-texts';
import { temporaryDatabase } from '../temporary-database';
import { createBatchPacker, movable, type PackedBatch } from './pack-batch';
import { unpackBatch } from './unpack-batch';

/** Of so many traces, from several instances: enough for several blocks. */
function telemetry(traces: number): TelemetryBatch {
  const numbers = Array.from({ length: traces }, (_, number) => number);
  return batch(
    numbers.flatMap((number) => {
      const resource = lambda('orders', { 'faas.instance': `instance ${number % 7}` });
      const ids = { traceId: traceId(number), resource, startNs: T0_NS + BigInt(number) * MS };
      return [
        invocation({ ...ids, spanId: spanId(2 * number) }),
        span({
          ...ids,
          spanId: spanId(2 * number + 1),
          parentSpanId: spanId(2 * number),
          endNs: ids.startNs + 5n * MS,
          ...(number % 50 === 0 && { timeIsReceipt: true }),
          attributes: { 'user.id': number, list: [1, 'two', null], text: `\ud800 ${number}` },
          events: [{ name: 'e', timeNs: ids.startNs, attributes: { deep: { a: 1.5 } } }],
        }),
      ];
    }),
    numbers.map((number) =>
      log({ body: `line ${number}`, traceId: number % 3 === 0 ? null : traceId(number), repeat: number % 2 }),
    ),
  );
}

const sorted = ({ spans, logs }: TelemetryBatch) => ({
  spans: spans
    .toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1))
    .map(({ scope, ...rest }) => ({ ...rest, scope: scope.name })),
  logs: logs
    .map(({ repeat = 0, scope, ...rest }) => ({ ...rest, repeat, scope: scope.name }))
    .toSorted((a, b) => (a.body < b.body ? -1 : 1)),
});

const blocksOf = (databaseFile: string): Buffer[] => {
  const db = new Database(databaseFile, { readonly: true });
  const blocks = db.prepare<[], Buffer>('SELECT data FROM block ORDER BY id').pluck().all();
  db.close();
  return blocks;
};

async function inStore(
  use: (store: Awaited<ReturnType<typeof openPackedWriter>>, file: string) => Promise<void>,
) {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openPackedWriter({ databaseFile }, { price: testPrice });
  try {
    await use(writer, databaseFile);
  } finally {
    await writer.close();
    remove();
  }
}

test('another thread unpacks what was packed, and nothing is left behind', async () => {
  const given = telemetry(1500);
  const { batch: packed, memory } = movable(createBatchPacker()(given));
  expect(packed.pieces.length).toBeGreaterThan(2);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(packed, memory);
  const [received] = (await once(port2, 'message')) as [PackedBatch];
  port1.close();
  expect(packed.pieces.every(({ data, tokens }) => data.length + tokens.length === 0)).toBe(true);
  expect(sorted(unpackBatch(received, createResourceTexts()))).toEqual(sorted(given));
});

test('blocks whose content is all new are stored as they were encoded', async () => {
  await inStore(async (writer, file) => {
    const packed = createBatchPacker()(telemetry(1500));
    expect(await writer.writePacked(packed)).toMatchObject({ spansStored: 3000, logsStored: 1500 });
    expect(blocksOf(file)).toEqual(packed.pieces.map(({ data }) => Buffer.from(data)));
  });
});

test('of a batch with something that is stored already, only the rest is stored', async () => {
  await inStore(async (writer, file) => {
    const pack = createBatchPacker();
    const { spans, logs } = telemetry(3);
    await writer.writePacked(pack(batch(spans.slice(0, 2), logs.slice(0, 1))));
    const result = await writer.writePacked(pack(batch(spans, logs)));
    expect(result).toMatchObject({ spansStored: 4, spansRepeated: 2, logsStored: 2, logsRepeated: 1 });
    const [, rest] = blocksOf(file);
    expect(rest).toEqual(Buffer.from(pack(batch(spans.slice(2), logs.slice(1))).pieces[0]?.data ?? []));
  });
});

test('memory that is moved holds nothing but the batch: what small buffers share stays', () => {
  const { batch: moved, memory } = movable(createBatchPacker()(telemetry(1)));
  const parts = moved.pieces.flatMap(({ data, tokens, keys }) => [data, tokens, keys]);
  expect(parts.map(({ buffer }) => buffer)).toEqual(memory);
  expect(parts.map(({ buffer }) => buffer.byteLength)).toEqual(parts.map(({ byteLength }) => byteLength));
});
