import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { sizeOnDisk } from '../ingest/watch.mjs';
import { memoryOfProcess } from '../memory.mjs';
import { startService } from '../start-service.mjs';
import { startProcess } from '../worker-process.mjs';

const SPANS_A_REQUEST = 250;
const CONNECTIONS = 32;
/** One generator makes what the other sends meanwhile. */
const TURN_SECONDS = 10;
const WATCH_MS = 5_000;
const ASK_MS = 2_000;
const STOP_MS = 100;
/** What was allocated at the start is no leak. */
const SETTLED_SHARE = 1 / 3;

/**
 * R1, R2, R15: a steady load for so many minutes while somebody looks at the overview, each span and line that was
 * acknowledged counted again in the file afterwards.
 */
export async function sustainedLoad({ minutes, spansPerSecond }) {
  const service = await startService();
  const generators = [startProcess('./ingest/generator.mjs'), startProcess('./ingest/generator.mjs')];
  const watched = watch(service);
  const stoodStill = watchStops();
  const asked = askNowAndThen(service);
  const sums = { spans: 0, logs: 0, invocations: 0, refused: 0, ms: 0 };
  const waits = [];
  let slowest = { ms: 0, afterS: 0 };
  try {
    const count = Math.ceil((spansPerSecond * TURN_SECONDS) / SPANS_A_REQUEST);
    const make = () => ({
      kind: 'full',
      count,
      spansEach: SPANS_A_REQUEST,
      seed: Math.floor(Math.random() * 2 ** 31),
      startMs: Date.now() - TURN_SECONDS * 1000,
      perSecond: spansPerSecond / 5,
    });
    const turns = Math.ceil((minutes * 60) / TURN_SECONDS);
    await generators[0].ask({ make: make() });
    for (let turn = 0; turn < turns; turn += 1) {
      const [sending, making] = turn % 2 === 0 ? generators : [...generators].reverse();
      const post = {
        url: service.otlp,
        connections: CONNECTIONS,
        seconds: TURN_SECONDS * 3,
        rate: spansPerSecond,
      };
      const [sent] = await Promise.all([sending.ask({ post }), making.ask({ make: make() })]);
      for (const key of Object.keys(sums)) sums[key] += sent[key];
      waits.push(...sent.waits);
      if (sent.max > slowest.ms) slowest = { ms: sent.max, afterS: turn * TURN_SECONDS };
    }
  } finally {
    for (const generator of generators) await generator.stop();
  }
  const samples = watched();
  const looks = asked();
  const machineStoodStillMs = stoodStill();
  await service.end();
  const stored = count(service.databaseFile);
  const { bytes } = sizeOnDisk(service.databaseFile);
  await service.stop();
  waits.sort((a, b) => a - b);
  return {
    minutes,
    wantedSpansPerSecond: spansPerSecond,
    spansPerSecond: Math.round(sums.spans / (sums.ms / 1000)),
    logsPerSecond: Math.round(sums.logs / (sums.ms / 1000)),
    acknowledged: { spans: sums.spans, logs: sums.logs },
    lost: { spans: sums.spans - stored.spans, logs: sums.logs - stored.logs },
    refusedAndRepeated: sums.refused,
    machineStoodStillMs,
    ackMs: { p50: at(waits, 0.5), p99: at(waits, 0.99), max: at(waits, 1), maxAfterS: slowest.afterS },
    memoryMb: Math.round(Math.max(...samples.map(({ rssMb }) => rssMb))),
    memorySlopeMbPerMinute: slope(samples.slice(Math.floor(samples.length * SETTLED_SHARE))),
    largestWalMb: round(Math.max(...samples.map(({ walBytes }) => walBytes)) / 1e6),
    overviewMs: { p50: at(looks, 0.5), p95: at(looks, 0.95), max: at(looks, 1), failed: looks.failed },
    bytesPerSpan: Math.round(bytes / sums.spans),
  };
}

/** How long nothing ran here at the most, though this process has hardly anything to do: no program can help that. */
function watchStops() {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - STOP_MS);
    last = now;
  }, STOP_MS);
  return () => {
    clearInterval(timer);
    return Math.round(longest);
  };
}

/** The collector's resident memory and its write-ahead log, every few seconds. */
function watch({ pid, databaseFile }) {
  const samples = [];
  const look = () =>
    samples.push({
      at: Date.now(),
      rssMb: memoryOfProcess(pid).rssMb,
      walBytes: sizeOf(`${databaseFile}-wal`),
    });
  const timer = setInterval(look, WATCH_MS);
  return () => {
    clearInterval(timer);
    look();
    return samples;
  };
}

/** Somebody looks at the overview all the while; answers how long each look took, ascending, in ms. */
function askNowAndThen({ url }) {
  const times = Object.assign([], { failed: 0 });
  let running = true;
  const work = async () => {
    while (running) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/v1/overview?from=now-1h&to=now`).catch(() => null);
      if (answer?.ok) {
        await answer.arrayBuffer();
        times.push(performance.now() - began);
      } else times.failed += 1;
      await delay(ASK_MS);
    }
  };
  void work();
  return () => {
    running = false;
    times.sort((a, b) => a - b);
    return times;
  };
}

function count(databaseFile) {
  const db = new Database(databaseFile, { readonly: true });
  const row = db.prepare('SELECT sum(spans) AS spans, sum(logs) AS logs FROM block_meta').get();
  const integrity = db.pragma('integrity_check', { simple: true });
  db.close();
  if (integrity !== 'ok') throw new Error(`the database is damaged: ${integrity}`);
  return row;
}

/** MB a minute, by least squares; null for too few samples. */
function slope(samples) {
  if (samples.length < 3) return null;
  const minutes = samples.map(({ at: ms }) => (ms - samples[0].at) / 60_000);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(minutes), mean(samples.map(({ rssMb }) => rssMb))];
  const above = samples.reduce((sum, { rssMb }, index) => sum + (minutes[index] - x) * (rssMb - y), 0);
  const below = minutes.reduce((sum, minute) => sum + (minute - x) ** 2, 0);
  return below === 0 ? null : round(above / below);
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function at(sorted, share) {
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

const round = (value) => Math.round(value * 10) / 10;
