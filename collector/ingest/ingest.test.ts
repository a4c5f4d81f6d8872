import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { openReader } from '@/core/store/index';
import { createIngest, type Ingest } from './ingest';
import { buildWorker, newDatabase } from './testing/worker-file';

const payload = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../otlp/testdata/${name}`, import.meta.url)));
const TRACE_ID = '666fea461abec6916fd29c26220d5cae';
const log = pino({ level: 'silent' });
/** Later than all recorded payloads, whatever this machine's clock says. */
const now = () => Math.max(Date.now(), Date.UTC(2026, 11, 1));

let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: Ingest;

beforeAll(async () => {
  worker = await buildWorker();
});
afterAll(() => worker.remove());
beforeEach(() => {
  database = newDatabase();
  ingest = createIngest({ workerFile: worker.workerFile, databaseFile: database.databaseFile, log, now });
});
afterEach(async () => {
  await ingest.close();
  database.remove();
});

async function storedSpans(): Promise<number> {
  const reader = await openReader({ databaseFile: database.databaseFile });
  try {
    return (await reader.trace(TRACE_ID, 100))?.spanCount ?? 0;
  } finally {
    await reader.close();
  }
}

describe('the way to disk', () => {
  it('has stored a body when it resolves, in either encoding', async () => {
    await ingest.submit('traces', 'protobuf', payload('js-sdk-traces.pb'));
    expect(await storedSpans()).toBe(2);
    expect(ingest.alive).toBe(true);
    await ingest.submit('logs', 'json', payload('js-sdk-logs.json'));
    const reader = await openReader({ databaseFile: database.databaseFile });
    const { items } = await reader.logs({ range: { fromMs: 1795227797000, toMs: 1795227798000 }, limit: 10 });
    await reader.close();
    expect(items.map(({ body }) => body)).toEqual([
      '{"message":"failed","codes":[1,2]}',
      'order 17 accepted',
    ]);
  });

  it('stores a body once that is sent several times at once, in both encodings', async () => {
    const bodies = ['pb', 'json', 'pb', 'json', 'pb'] as const;
    await Promise.all(
      bodies.map((kind) =>
        ingest.submit('traces', kind === 'pb' ? 'protobuf' : 'json', payload(`js-sdk-traces.${kind}`)),
      ),
    );
    expect(await storedSpans()).toBe(2);
  });

  it('refuses a broken body without harm to those beside it', async () => {
    const results = await Promise.allSettled([
      ingest.submit('traces', 'json', payload('js-sdk-traces.json')),
      ingest.submit('traces', 'protobuf', new Uint8Array([0x0a, 0x7f])),
      ingest.submit('traces', 'protobuf', payload('js-sdk-traces.pb')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'invalid_input' } });
    expect(await storedSpans()).toBe(2);
  });

  it('says what it did not keep of a body', async () => {
    const body = Buffer.from('{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"no ids"}]}]}]}');
    const { rejected } = await ingest.submit('traces', 'json', body);
    expect(rejected).toEqual({ count: 1, message: 'spans rejected: traceId is missing (1)' });
  });

  it('moves a body that owns its memory and copies one that does not', async () => {
    const own = payload('js-sdk-traces.pb');
    const shared = new Uint8Array(new ArrayBuffer(own.byteLength + 10), 10);
    shared.set(own);
    await ingest.submit('traces', 'protobuf', shared);
    expect(shared.byteLength).toBe(own.byteLength);
    await ingest.submit('traces', 'protobuf', own);
    expect(own.byteLength).toBe(0);
  });

  it('finishes what was submitted before it closes', async () => {
    await ingest.submit('traces', 'protobuf', new Uint8Array());
    const sent = [payload('js-sdk-traces.pb'), payload('js-sdk-traces.pb')].map((body) =>
      ingest.submit('traces', 'protobuf', body),
    );
    await ingest.close();
    await Promise.all(sent);
    expect(await storedSpans()).toBe(2);
    await expect(ingest.submit('traces', 'protobuf', new Uint8Array())).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('answers that the sender should try again while another program holds the database, then goes on', async () => {
    await ingest.submit('traces', 'protobuf', new Uint8Array());
    const other = openDatabase(database.databaseFile);
    other.exec('BEGIN EXCLUSIVE');
    const refused = ingest.submit('traces', 'protobuf', payload('js-sdk-traces.pb'));
    await expect(refused).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining(database.databaseFile),
    });
    other.exec('ROLLBACK');
    other.close();
    await ingest.submit('traces', 'protobuf', payload('js-sdk-traces.pb'));
    expect(await storedSpans()).toBe(2);
  });

  it('brings what was written into the file long before the writer would do it itself', async () => {
    const noise = (seed: number) => randomBytes(60_000 + seed).toString('base64');
    for (let count = 0; count < 12; count += 1) {
      const logRecords = Array.from({ length: 10 }, (_, at) => ({
        timeUnixNano: `${1795227797000 + count}000000`,
        body: { stringValue: noise(at) },
      }));
      const body = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
      await ingest.submit('logs', 'json', body);
    }
    await vi.waitFor(() => expect(statSync(database.databaseFile).size).toBeGreaterThan(3_000_000), 30_000);
    expect(statSync(`${database.databaseFile}-wal`).size).toBeLessThan(16 * 1024 * 1024);
  });

  it('is not alive and takes nothing for good when the database cannot be opened, and says so', async () => {
    const broken = createIngest({
      workerFile: worker.workerFile,
      databaseFile: join(database.databaseFile, 'none.db'),
      log,
    });
    await expect(broken.submit('traces', 'protobuf', payload('js-sdk-traces.pb'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(broken.alive).toBe(false);
    await broken.close();
  });
});

describe('the thread', () => {
  it('is alive once the database is open', async () => {
    await vi.waitFor(() => expect(ingest.alive).toBe(true), 30_000);
    await ingest.close();
    expect(ingest.alive).toBe(false);
  });
});
