import { afterEach, beforeEach, expect, it } from 'vitest';
import { livingMb } from '../../testing/heap';
import { batch, MS, span, spanId, T0_NS, testPrice, traceId } from '../contract/fixtures';
import { openPackedWriter } from '../index';
import { createBatchPacker } from './packed/pack-batch';
import { temporaryDatabase } from './temporary-database';

let files: ReturnType<typeof temporaryDatabase>;
beforeEach(() => {
  files = temporaryDatabase();
});
afterEach(() => files.remove());

function manySpans(from: number, count: number) {
  const numbers = Array.from({ length: count }, (_, at) => from + at);
  return batch(
    numbers.map((number) =>
      span({
        traceId: traceId(number),
        spanId: spanId(number),
        startNs: T0_NS + BigInt(number) * MS,
        endNs: T0_NS + BigInt(number + 1) * MS,
        attributes: Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, `${key} ${number}`])),
      }),
    ),
  );
}

it('lets go of what it wrote, but for the last blocks', async () => {
  const writer = await openPackedWriter(files, { price: testPrice });
  const pack = createBatchPacker();
  await writer.writePacked(pack(manySpans(0, 100)));
  const before = livingMb();
  await writer.writePacked(pack(manySpans(100, 10_000)));
  // All of them, decoded, take 5.
  expect(livingMb() - before).toBeLessThan(3);
  await writer.close();
});
