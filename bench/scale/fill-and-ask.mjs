// One store of its own: filled, asked, removed. node fill-and-ask.mjs <millions of spans> <longest seconds>
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importEngine } from '../bundle.mjs';
import { sizeOnDisk } from '../ingest/watch.mjs';
import { ROOT } from '../start-service.mjs';
import { ask } from './ask.mjs';
import { fill } from './fill.mjs';
import { comparePercentiles } from './percentiles.mjs';

const spans = Number(process.argv[2]) * 1e6;
const { migrate, openDatabase, openReader, openWriter, priceInvocation } = await importEngine();
const folder = mkdtempSync(join(tmpdir(), 'faaslens-scale-'));
try {
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, join(ROOT, 'prisma/migrations'));
  db.close();

  const startMs = Math.floor(Date.now() / 60_000) * 60_000 - spans / 5 - 3_600_000;
  const writer = await openWriter({ databaseFile }, { price: priceInvocation });
  const { truth, figures, range } = await fill({
    writer,
    spans,
    startMs,
    longestSeconds: Number(process.argv[3]),
  });
  await writer.close();
  const { bytes, free } = sizeOnDisk(databaseFile);

  const reader = await openReader({ databaseFile });
  const functions = await functionsInOrder(reader, range);
  const queries = await ask({ reader, truth, range, functions });
  const percentiles = await comparePercentiles({ reader, truth, range, functions });
  await reader.close();
  process.send({ fill: { ...figures, bytes, free }, queries, percentiles });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The stored functions in the workload's order, which is the number at the end of their names. */
async function functionsInOrder(reader, range) {
  const { items } = await reader.functions({ range, limit: 1_000 });
  const ordered = [];
  for (const { function: one } of items) ordered[Number(/\d+$/.exec(one.name)[0])] = one;
  return ordered;
}
