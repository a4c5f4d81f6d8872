// The ceiling: the plainest fast table in one thread, rows ready before the clock runs. node bare.mjs <spans>
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createWorkload } from '../workload/workload.mjs';

const BATCH = 5_000;
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

const spans = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'faaslens-bare-'));
const file = join(folder, 'bare.db');
const db = new Database(file);
db.pragma('page_size = 8192');
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 10000');
db.pragma('cache_size = -131072');
db.exec(`CREATE TABLE span (trace_id BLOB, span_id BLOB, parent_id BLOB, fn INTEGER, name TEXT, kind INTEGER,
    start INTEGER, duration INTEGER, status INTEGER, attributes TEXT) STRICT;
  CREATE INDEX span_trace ON span(trace_id);
  CREATE INDEX span_fn ON span(fn, start)`);
const insert = db.prepare('INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
const insertAll = db.transaction((rows) => {
  for (const row of rows) insert.run(...row);
});

const workload = createWorkload({ seed: 1, startMs: Date.now() - 3_600_000, perSecond: 1000 });
const numbers = new Map(workload.functions.map((one, number) => [one, number]));
let [ms, written] = [0, 0];
while (written < spans) {
  const rows = [];
  while (rows.length < BATCH) {
    const made = workload.next();
    for (const span of made.spans) {
      rows.push([
        Buffer.from(span.traceId, 'hex'),
        Buffer.from(span.spanId, 'hex'),
        span.parentSpanId === null ? null : Buffer.from(span.parentSpanId, 'hex'),
        numbers.get(made.function),
        span.name,
        KINDS.indexOf(span.kind),
        span.startNs,
        span.endNs - span.startNs,
        STATUSES.indexOf(span.status),
        JSON.stringify(span.attributes),
      ]);
    }
  }
  const started = performance.now();
  insertAll(rows);
  ms += performance.now() - started;
  written += rows.length;
}
db.pragma('wal_checkpoint(TRUNCATE)');
db.close();
process.send({ perSecond: (written / ms) * 1000, bytesEach: statSync(file).size / written });
rmSync(folder, { recursive: true });
