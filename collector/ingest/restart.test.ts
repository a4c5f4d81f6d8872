import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIngest, type Ingest } from './ingest';

/** A thread that dies of a body of one byte, never answers one of two, and takes all others. */
const WORKER = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message.finish) parentPort.close();
  else if (message.body.length === 1) process.exit(7);
  else if (message.body.length !== 2)
    parentPort.postMessage({ id: message.id, result: { rejected: { count: 0, message: '' } } });
});
parentPort.postMessage({ ready: true });
`;

let folder: string;
let ingest: Ingest;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-restart-'));
  const workerFile = join(folder, 'worker.mjs');
  writeFileSync(workerFile, WORKER);
  ingest = createIngest({
    workerFile,
    databaseFile: '',
    log: pino({ level: 'silent' }),
    maxQueuedBytes: 1_000,
  });
});
afterEach(async () => {
  await ingest.close();
  rmSync(folder, { recursive: true, force: true });
});

const submit = (bytes: number) => ingest.submit('traces', 'protobuf', new Uint8Array(bytes));

it('tells all who wait to try again when the thread dies, and starts it again', async () => {
  const results = await Promise.allSettled([submit(2), submit(1)]);
  expect(results).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }]);
  expect(ingest.alive).toBe(false);
  await expect(submit(10)).rejects.toMatchObject({ code: 'unavailable' });
  await vi.waitFor(() => expect(ingest.alive).toBe(true), 5_000);
  await expect(submit(10)).resolves.toEqual({ rejected: { count: 0, message: '' } });
});

it('refuses more waiting bytes than it may hold, and takes more once they are gone', async () => {
  const stuck = Promise.allSettled([submit(2)]);
  await submit(998);
  await expect(submit(999)).rejects.toMatchObject({ code: 'overloaded' });
  await submit(998);
  await Promise.allSettled([submit(1)]);
  expect(await stuck).toMatchObject([{ status: 'rejected' }]);
  await vi.waitFor(() => expect(ingest.alive).toBe(true), 5_000);
  await submit(1_000);
});

it('takes one body that is larger than the bound when nothing else waits', async () => {
  await expect(submit(5_000)).resolves.toBeDefined();
});
