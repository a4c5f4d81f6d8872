import { parentPort, workerData } from 'node:worker_threads';
import { createPricer } from '@/core/pricing/invocation';
import { openWriter } from '@/core/store/index';
import type { IngestData } from './messages';
import { serveIngest } from './serve-ingest';

/** The ingest thread: decodes, prices and stores, so that the thread which serves requests never waits for SQLite. */
async function main(): Promise<void> {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const { prices, limits, redaction, keep, ...place } = workerData as IngestData;
  let price = createPricer(prices);
  const writer = await openWriter(place, { price: (invocation) => price(invocation), limits });
  writer.keep(keep);
  const priceBy = (changed: typeof prices) => {
    price = createPricer(changed);
  };
  serveIngest(parentPort, writer, priceBy, redaction);
}

await main();
