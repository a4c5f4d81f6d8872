// node make.mjs <folder> <invocations>: a data folder of the service, filled with a month of traffic, and `month.json` beside it.
// One that was cut off goes on where it ended, if the schema is still the same.
import { createHash } from 'node:crypto';
import { on } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { importEngine } from '../bundle.mjs';
import { sizeOnDisk } from '../ingest/watch.mjs';
import { ROOT } from '../start-service.mjs';
import { fillMonth } from './fill.mjs';
import { DAYS } from './traffic.mjs';

const DAY_MS = 86_400_000;
const TOLD_EVERY = 100_000;
const BEGUN = 'begun.json';
/** Batches that are made or wait to be written. */
const AHEAD = 3;

const [folder, wanted] = process.argv.slice(2);
const invocations = Number(wanted);
const { migrate, openDatabase, openPackedWriter, priceInvocation } = await importEngine();
const begun = begin();
const { endMs } = begun;
const databaseFile = join(folder, 'faaslens.db');
const db = openDatabase(databaseFile);
migrate(db, join(ROOT, 'prisma/migrations'));
db.close();

const started = performance.now();
const seconds = () => begun.seconds + (performance.now() - started) / 1000;
const writer = await openPackedWriter({ databaseFile }, { price: priceInvocation });
let samples = [];
let told = begun.written;
const written = await fillMonth({
  writer,
  write: writer.writePacked,
  batches: packed(),
  onProgress(made) {
    if (made.invocations < told + TOLD_EVERY) return;
    told = made.invocations;
    note({ ...begun, written: told, seconds: seconds() });
    console.error(`  ${told.toLocaleString('en-US')} invocations made after ${seconds().toFixed(0)} s`);
  },
});
await writer.close();
const month = {
  ...written,
  from: new Date(endMs - DAYS * DAY_MS).toISOString(),
  to: new Date(endMs).toISOString(),
  bytes: sizeOnDisk(databaseFile).bytes,
  madeInSeconds: seconds(),
  samples,
};
// Written last: a folder without it was not made to its end.
writeFileSync(join(folder, 'month.json'), JSON.stringify(month));
process.send('made');

/** Until when it goes, and how much of it is written: as it was noted in the folder, unless that is of another schema. */
function begin() {
  const noted = join(folder, BEGUN);
  const migrations = readdirSync(join(ROOT, 'prisma/migrations'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const schema = createHash('sha256').update(migrations.sort().join()).digest('hex');
  const old = existsSync(noted) ? JSON.parse(readFileSync(noted, 'utf8')) : null;
  if (old?.schema === schema) return old;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const endMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return { schema, endMs, written: 0, seconds: 0 };
}

/** All that it names is committed by then. */
function note(progress) {
  writeFileSync(join(folder, BEGUN), JSON.stringify(progress));
}

/** The batches of another thread, a few ahead; it ends with them. */
async function* packed() {
  const worker = new Worker(new URL('pack-worker.mjs', import.meta.url), {
    workerData: { invocations, endMs, written: begun.written },
  });
  for (let asked = 0; asked < AHEAD; asked++) worker.postMessage('next');
  for await (const [message] of on(worker, 'message')) {
    if (message.samples) {
      samples = message.samples;
      await worker.terminate();
      return;
    }
    yield message;
    worker.postMessage('next');
  }
}
