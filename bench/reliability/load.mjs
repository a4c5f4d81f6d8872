import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { sizeOnDisk } from '../ingest/watch.mjs';
import { memoryOfProcess } from '../memory.mjs';
import { DEPLOYED, startService } from '../start-service.mjs';
import { sendSteadily } from './steady.mjs';

const WATCH_MS = 5_000;
const ASK_MS = 2_000;
/** What was allocated at the start is no leak. */
const SETTLED_SHARE = 1 / 3;
const OVERVIEW = ['overview?from=now-1h&to=now'];
/** What somebody looks at all day, of a time that soon holds as much as it ever will. */
const DAILY = ['overview', 'functions', 'invocations', 'traces', 'logs', 'errors'].map(
  (path) => `${path}?from=now-10m&to=now`,
);

/** R2: hours of less load while somebody looks at one list after the other: are they as fast in the end as in the beginning? */
export const soak = (options) => sustainedLoad({ ...options, paths: DAILY });

/**
 * R1, R2, R15: a steady load for so many minutes while somebody looks at the overview, each span and line that was
 * acknowledged counted again in the file afterwards.
 */
export async function sustainedLoad({ minutes, spansPerSecond, paths = OVERVIEW }) {
  const service = await startService({ env: DEPLOYED });
  const watched = watch(service);
  const asked = askNowAndThen(service, paths);
  const { sums, waits, slowest, machine } = await sendSteadily(
    service.otlp,
    spansPerSecond,
    (seconds) => seconds < minutes * 60,
  );
  const samples = watched();
  const looks = asked();
  await service.end();
  const stored = count(service.databaseFile);
  const { bytes } = sizeOnDisk(service.databaseFile);
  await service.stop();
  return {
    minutes,
    wantedSpansPerSecond: spansPerSecond,
    spansPerSecond: Math.round(sums.spans / (sums.ms / 1000)),
    logsPerSecond: Math.round(sums.logs / (sums.ms / 1000)),
    acknowledged: { spans: sums.spans, logs: sums.logs },
    lost: { spans: sums.spans - stored.spans, logs: sums.logs - stored.logs },
    refusedAndRepeated: sums.refused,
    machine,
    ackMs: { p50: at(waits, 0.5), p99: at(waits, 0.99), max: at(waits, 1), maxAfterS: slowest.afterS },
    memoryMb: Math.round(Math.max(...samples.map(({ rssMb }) => rssMb))),
    memorySlopeMbPerMinute: slope(samples.slice(Math.floor(samples.length * SETTLED_SHARE))),
    largestWalMb: round(Math.max(...samples.map(({ walBytes }) => walBytes)) / 1e6),
    overviewMs: { ...timesOf(looks.times), failed: looks.failed },
    // Of the second sixth of the time, and of the last: in the first there is not yet what is looked at.
    lookedMs: { early: timesOf(part(looks.times, 1 / 6)), late: timesOf(part(looks.times, 5 / 6)) },
    bytesPerSpan: Math.round(bytes / sums.spans),
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

/** Somebody looks at one of the paths after the other all the while; answers how long each look took, in ms, in their order. */
function askNowAndThen({ url }, paths) {
  const looks = { times: [], failed: 0 };
  let running = true;
  const work = async () => {
    for (let look = 0; running; look += 1) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/v1/${paths[look % paths.length]}`).catch(() => null);
      if (answer?.ok) {
        await answer.arrayBuffer();
        looks.times.push(performance.now() - began);
      } else looks.failed += 1;
      await delay(ASK_MS);
    }
  };
  void work();
  return () => {
    running = false;
    return looks;
  };
}

/** A sixth of the times, from that share on. */
const part = (times, from) =>
  times.slice(Math.floor(times.length * from), Math.floor(times.length * (from + 1 / 6)) + 1);

function timesOf(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), max: at(sorted, 1) };
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
