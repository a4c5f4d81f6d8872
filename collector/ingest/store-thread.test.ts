import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pino from 'pino';
import { expect, it, vi } from 'vitest';
import { createIngest } from './ingest';
import { buildWorker, newDatabase } from './testing/worker-file';

/** A worker that opens and then ends at the first write. */
const DYING = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ call, name }) => {
  if (name === 'write') process.exit(3);
  parentPort.postMessage({ answer: call, value: name === 'open' ? 0n : { isDue: false, keptSinceNs: 0n } });
});
`;

const EMPTY_TRACE = JSON.stringify({
  resourceSpans: [
    { scopeSpans: [{ spans: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'x' }] }] },
  ],
});

it('acknowledges nothing when the thread that writes ends, and both threads are started again', async () => {
  const { workerFile, remove } = await buildWorker();
  const database = newDatabase();
  writeFileSync(join(dirname(workerFile), 'store-worker.js'), DYING);
  const log = pino({ level: 'silent' });
  const ingest = createIngest({ workerFile, databaseFile: database.databaseFile, log });
  try {
    await vi.waitFor(() => expect(ingest.alive).toBe(true), 30_000);
    const sent = ingest.submit('traces', 'json', Buffer.from(EMPTY_TRACE));
    await expect(sent).rejects.toMatchObject({ code: 'unavailable' });
    await vi.waitFor(() => expect(ingest.restarts()).toBe(1), 30_000);
    await vi.waitFor(() => expect(ingest.alive).toBe(true), 30_000);
  } finally {
    await ingest.close();
    remove();
    database.remove();
  }
});
