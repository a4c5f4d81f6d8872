import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, IngestData } from './messages';
import { serveIngest } from './serve-ingest';
import { type StoreData, type StoreNews, type StoreThread, startStoreThread } from './store-thread';

/** One group is written while the next is encoded. */
const GROUPS_AHEAD = 2;

/**
 * The ingest thread: decodes, redacts and encodes, so that the thread that serves requests does not wait for it. SQLite is
 * written by another thread; ClickHouse does its work elsewhere.
 */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const { storeFile, redaction, ...data } = workerData as IngestData;
  const isFile = (data.clickhouse ?? null) === null;
  const { writer, usePrices } = isFile
    ? await startStoreThread(storeFile, data, (news) => port.postMessage(news satisfies FromWorker))
    : await openHere(data, (news) => port.postMessage(news satisfies FromWorker));
  serveIngest(port, writer, usePrices, redaction, isFile ? GROUPS_AHEAD : 1);
}

async function openHere(
  { prices, limits, keep, deletes, ...place }: StoreData,
  onNews: (news: StoreNews) => void,
): Promise<StoreThread> {
  // Loaded only if needed.
  const { createPricer } = await import('@/core/pricing/invocation');
  const { openWriter } = await import('@/core/store/index');
  let price = createPricer(prices);
  const writer = await openWriter(place, {
    price: (invocation) => price(invocation),
    limits,
    deletes,
    elapsed: () => performance.now(),
    onTrouble: (trouble, reason) => onNews({ trouble, reason }),
  });
  writer.keep(keep);
  return {
    writer,
    usePrices(changed) {
      price = createPricer(changed);
    },
  };
}

await main();
