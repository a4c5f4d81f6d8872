import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIngest, type Ingest } from './ingest';

/** A worker that dies on a body of one byte, never answers one of two, and accepts all others. */
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
  await vi.waitFor(() => expect(ingest.alive).toBe(true), 30_000);
  await expect(submit(10)).resolves.toEqual({ rejected: { count: 0, message: '' } });
});

it('refuses more waiting bytes than it may hold, and takes more once they are gone', async () => {
  const stuck = Promise.allSettled([submit(2)]);
  await submit(998);
  await expect(submit(999)).rejects.toMatchObject({ code: 'overloaded' });
  await submit(998);
  await Promise.allSettled([submit(1)]);
  expect(await stuck).toMatchObject([{ status: 'rejected' }]);
  await vi.waitFor(() => expect(ingest.alive).toBe(true), 30_000);
  await submit(1_000);
});

it('takes one body that is larger than the bound when nothing else waits', async () => {
  await expect(submit(5_000)).resolves.toBeDefined();
});

/** A collector whose ingest thread runs the given program, and its log messages. */
function running(program: string) {
  const workerFile = join(folder, `other-${Math.random()}.mjs`);
  writeFileSync(workerFile, program);
  const logged: { level: number; msg: string; delayMs?: number }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  return { logged, other: createIngest({ workerFile, databaseFile: '', log }) };
}
const READY = `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ ready: true });`;

it('waits longer and longer for a thread that dies as soon as it is ready', async () => {
  const { logged, other } = running(`${READY} setTimeout(() => process.exit(1), 5);`);
  const delays = () => logged.flatMap(({ delayMs }) => (delayMs === undefined ? [] : [delayMs]));
  await vi.waitFor(() => expect(delays()).toHaveLength(4), 30_000);
  await other.close();
  expect(delays()).toEqual([100, 200, 400, 800]);
});

it('starts a thread again at once that ran for a steady minute', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const { logged, other } = running(`${READY} parentPort.on('message', () => process.exit(1));`);
  const dies = async () => {
    await vi.waitFor(() => expect(other.alive).toBe(true), 30_000);
    await Promise.allSettled([other.submit('traces', 'protobuf', new Uint8Array(1))]);
  };
  await dies();
  await dies();
  await vi.waitFor(() => expect(other.alive).toBe(true), 30_000);
  clock.mockReturnValue(60_000);
  await dies();
  await other.close();
  clock.mockRestore();
  expect(logged.map(({ delayMs }) => delayMs)).toEqual([100, 200, 100]);
});

it('tells the operator once a minute, not once per request, that nothing can be stored', async () => {
  const { logged, other } = running(`${READY}
    parentPort.on('message', ({ id, finish, body }) => {
      if (finish) return parentPort.close();
      const defect = body.length === 1 ? 'TypeError: x' : null;
      parentPort.postMessage({ id, error: { code: 'unavailable', message: 'the disk is full', defect } });
    });`);
  const many = Array.from({ length: 20 }, (_, index) =>
    other.submit('traces', 'protobuf', new Uint8Array(1 + (index % 2))),
  );
  expect((await Promise.allSettled(many)).every(({ status }) => status === 'rejected')).toBe(true);
  await other.close();
  expect(logged.map(({ level, msg }) => [level, msg])).toEqual([
    [50, 'a body could not be stored because of a defect'],
    [40, 'telemetry could not be stored'],
  ]);
});
