import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEngine, importEngine } from './bundle.mjs';
import { sizeOnDisk, untilQuiet, watchMemory } from './ingest/watch.mjs';
import { DEPLOYED, ROOT, startService } from './start-service.mjs';
import { runProcess, startProcess } from './worker-process.mjs';

const PAIRS = 1_200;
const SPANS_A_REQUEST = 500;
const CONNECTIONS = 16;
const LONGEST_SECONDS = 20;
const BARE_SPANS = 300_000;
const SMALL_INVOCATIONS = 20_000;
/** What an empty database takes must not count for much. */
const LONGEST_SMALL_SECONDS = 90;
const LEAST_GZIP_BYTES = 90;
/** A service that is idle merges what came in small pieces. */
const QUIET_MS = 8_000;
const LONGEST_QUIET_MS = 60_000;
/** When the bare statement, measured before and after, differs by more, the machine was busy and ratios mean little. */
const MOST_DRIFT = 0.25;

/**
 * Committed spans a second through HTTP beside the bare statement and the decoder in the same run, acknowledgement times
 * at half the load, memory, and bytes on disk.
 */
export async function measureIngest() {
  await bundleEngine();
  const bareBefore = await runProcess('./ingest/bare.mjs', [String(BARE_SPANS)]);
  const generator = startProcess('./ingest/generator.mjs');
  try {
    const made = await generator.ask({
      make: workload({ kind: 'full', count: PAIRS, spansEach: SPANS_A_REQUEST }),
    });
    const gzipBytes = made.spanBytesGzip / made.spans;
    if (gzipBytes < LEAST_GZIP_BYTES) {
      throw new Error(`the data is easier than life: ${gzipBytes.toFixed(1)} B a span of gzip`);
    }
    const service = await measureService(generator);
    const bareAfter = await runProcess('./ingest/bare.mjs', [String(BARE_SPANS)]);
    const decoder = await runProcess('./ingest/decode.mjs', ['6']);
    const small = await measureSmall(generator);

    const { full, half, memory } = service;
    const perSecond = full.spans / (full.ms / 1000);
    const bare = (bareBefore.perSecond + bareAfter.perSecond) / 2;
    const ratios = [bareBefore, bareAfter].map((one) => perSecond / one.perSecond);
    const drift = Math.max(...ratios) / Math.min(...ratios) - 1;
    return [
      [
        'the data: protobuf / gzip -6 of it, bytes a span',
        `${per(made.spanBytes, made.spans)} / ${gzipBytes.toFixed(1)}`,
      ],
      [
        '(a) bare statement, spans/s, before and after',
        `${rate(bareBefore.perSecond)} and ${rate(bareAfter.perSecond)}`,
      ],
      [
        '(b) decoder alone: spans / with their logs / and gunzip',
        [decoder.spans, decoder.withLogs, decoder.withLogsFromGzip].map(rate).join(' / '),
      ],
      [
        `committed over HTTP, ${CONNECTIONS} connections: spans/s (+ logs/s)`,
        `${rate(perSecond)} (+ ${rate(full.logs / (full.ms / 1000))})`,
      ],
      [
        '  ratio to (a); to (b) with logs and gunzip',
        `${(perSecond / bare).toFixed(2)}; ${(perSecond / decoder.withLogsFromGzip).toFixed(2)}${drift > MOST_DRIFT ? ' (NOT TO BE TRUSTED, see below)' : ''}`,
      ],
      [
        '    (a) before against (a) after',
        `${percent(drift)} apart${drift > MOST_DRIFT ? ': this machine was busy with something else; run again' : ''}`,
      ],
      [
        "  load generator's own CPU, share of the time",
        `${(full.cpuMs / 1000).toFixed(1)} s, ${percent(full.cpuMs / full.ms)}`,
      ],
      ['  answered with 503 and sent again', `${full.refused}`],
      ['  acknowledged after, p50 / p99', `${milliseconds(full.p50)} / ${milliseconds(full.p99)}`],
      [
        `at half that load (${rate(half.spans / (half.ms / 1000))} spans/s, ${half.requests} requests): p50 / p99 / longest`,
        [half.p50, half.p99, half.max].map(milliseconds).join(' / '),
      ],
      [
        'memory of the collector, as image and unit start it: highest; second, last third',
        `${memory.max.toFixed(0)}; ${memory.secondThird.toFixed(0)}, ${memory.lastThird.toFixed(0)} MB`,
      ],
      [
        `on disk, bytes a span of ${rate(service.storedSpans)} with logs and indexes (free pages)`,
        sizeText(service),
      ],
      [`  ${rate(small.storedSpans)} that arrived five at a time, after merging`, sizeText(small)],
      ['    of them those of an empty database', per(await emptyBytes(), small.storedSpans)],
      [
        '    those requests a second; idle until quiet',
        `${rate(small.requests / (small.ms / 1000))}; ${(small.quietMs / 1000).toFixed(0)} s`,
      ],
      ['  (a), spans only', `${bareBefore.bytesEach.toFixed(0)}`],
    ];
  } finally {
    await generator.stop();
  }
}

async function measureService(generator) {
  const service = await startService({ env: DEPLOYED });
  try {
    const post = { url: service.otlp, connections: CONNECTIONS, seconds: LONGEST_SECONDS };
    const sent = [await generator.ask({ post: { ...post, share: 0.05 } })];
    const memoryNow = watchMemory(service.pid);
    const full = await generator.ask({ post: { ...post, share: 0.7 } });
    const halfRate = full.spans / (full.ms / 1000) / 2;
    const half = await generator.ask({ post: { ...post, connections: 64, seconds: 10, rate: halfRate } });
    const memory = memoryNow();
    sent.push(full, half);
    return { full, half, memory, ...(await endAndWeigh(service, sent)) };
  } finally {
    await service.stop();
  }
}

async function measureSmall(generator) {
  await generator.ask({ make: workload({ kind: 'small', count: SMALL_INVOCATIONS }) });
  const service = await startService();
  try {
    const post = { url: service.otlp, connections: 32, seconds: LONGEST_SMALL_SECONDS };
    const sent = await generator.ask({ post });
    const quietMs = await untilQuiet(service.databaseFile, QUIET_MS, LONGEST_QUIET_MS);
    return { ...sent, quietMs, ...(await endAndWeigh(service, [sent])) };
  } finally {
    await service.stop();
  }
}

/** Ends the service, counts what is stored against what was acknowledged, and weighs the file. */
async function endAndWeigh(service, sent) {
  const sum = (key) => sent.reduce((total, one) => total + one[key], 0);
  await service.end();
  const { openReader } = await importEngine();
  const reader = await openReader({ databaseFile: service.databaseFile });
  const { invocations } = await reader.totals({ range: { fromMs: 0, toMs: Date.now() + 86_400_000 } });
  await reader.close();
  if (invocations !== sum('invocations')) {
    throw new Error(`${sum('invocations')} invocations were acknowledged, ${invocations} are stored`);
  }
  return { ...sizeOnDisk(service.databaseFile), storedSpans: sum('spans') };
}

/** Bytes of a database without telemetry. */
async function emptyBytes() {
  const { migrate, openDatabase } = await importEngine();
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-empty-'));
  const file = join(folder, 'empty.db');
  const db = openDatabase(file);
  migrate(db, join(ROOT, 'prisma/migrations'));
  db.close();
  const { size } = statSync(file);
  rmSync(folder, { recursive: true });
  return size;
}

/** The recent past at 1,000 invocations a second; a seed of its own for each call. */
function workload(what) {
  return {
    ...what,
    seed: Math.floor(Math.random() * 2 ** 31),
    startMs: Date.now() - 300_000,
    perSecond: 1_000,
  };
}

const rate = (value) => Math.round(value).toLocaleString('en-US');
const per = (total, count) => (total / count).toFixed(0);
const percent = (share) => `${(share * 100).toFixed(0)} %`;
const milliseconds = (value) => `${value.toFixed(0)} ms`;
const sizeText = ({ bytes, free, storedSpans }) => `${per(bytes, storedSpans)} (${per(free, storedSpans)})`;
