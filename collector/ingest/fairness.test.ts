import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIngest, type Ingest } from './ingest';

/** A worker that spends one millisecond on each body. */
const WORKER = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message.finish) return parentPort.close();
  for (const end = performance.now() + 1; performance.now() < end; );
  parentPort.postMessage({ id: message.id, result: { rejected: { count: 0, message: '' } } });
});
parentPort.postMessage({ ready: true });
`;
const MIB = 1024 * 1024;

let folder: string;
let ingest: Ingest;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-fairness-'));
  const workerFile = join(folder, 'worker.mjs');
  writeFileSync(workerFile, WORKER);
  ingest = createIngest({ workerFile, databaseFile: '', log: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await ingest.close();
  rmSync(folder, { recursive: true, force: true });
});

it('serves a key that sends little before most of what another one has lined up', async () => {
  const order: string[] = [];
  const submit = (sender: string, bytes: number) =>
    ingest.submit('traces', 'protobuf', new Uint8Array(bytes), sender).then(() => order.push(sender));
  const noisy = Array.from({ length: 100 }, () => submit('noisy', MIB));
  const quiet = Array.from({ length: 10 }, () => submit('quiet', 1_000));
  await Promise.all([...noisy, ...quiet]);
  expect(order.lastIndexOf('quiet')).toBeLessThan(20);
  expect(order).toHaveLength(110);
});

it('gives the thread little ahead while several keys send, so that the next one does not wait for it', async () => {
  const order: string[] = [];
  const submit = (sender: string) =>
    ingest.submit('traces', 'protobuf', new Uint8Array(64 * 1024), sender).then(() => order.push(sender));
  await submit('quiet');
  const noisy = Array.from({ length: 100 }, () => submit('noisy'));
  await Promise.race(noisy);
  const before = order.length;
  await submit('quiet');
  // The thread is given eight of these at once.
  expect(order.indexOf('quiet', 1) - before).toBeLessThanOrEqual(10);
  await Promise.all(noisy);
});

it('stores all that waits before it closes', async () => {
  const sent = Array.from({ length: 20 }, (_, index) =>
    ingest.submit('logs', 'json', new Uint8Array(MIB), `key ${index % 3}`),
  );
  await ingest.close();
  expect((await Promise.allSettled(sent)).every(({ status }) => status === 'fulfilled')).toBe(true);
});
