import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { memoryOfProcess } from '../memory.mjs';
import { startService } from '../start-service.mjs';
import { startProcess } from '../worker-process.mjs';
import { makeRule, missing, mustTake, overview, post, tally, untilTaking } from './requests.mjs';

/** Of the small disk, when space comes back. */
const SPACE_BACK_BYTES = 36 * 1024 * 1024;
const MANY = 256;
/** Where all want to be first, somebody is last for long. */
const LONGEST_REFUSAL_MS = 120_000;

/** R7: another process holds the database for longer than a request waits. */
export async function lockedDatabase({ seconds }) {
  const service = await startService();
  try {
    await mustTake(service);
    const other = new Database(service.databaseFile);
    other.exec('BEGIN EXCLUSIVE');
    const statuses = [];
    const reads = [];
    for (const until = Date.now() + seconds * 1000; Date.now() < until; await delay(200)) {
      const began = performance.now();
      const [sent, read] = await Promise.all([
        post(service),
        fetch(overview(service)).then(({ status }) => status),
      ]);
      statuses.push({ status: sent.status, ms: performance.now() - began });
      reads.push(read);
    }
    other.exec('ROLLBACK');
    other.close();
    return {
      seconds,
      answers: tally(statuses.map(({ status }) => status)),
      longestWaitMs: Math.round(Math.max(...statuses.map(({ ms }) => ms))),
      readsMeanwhile: tally(reads),
      takesAgainAfterMs: await untilTaking(service),
    };
  } finally {
    await service.stop();
  }
}

/** R6: the disk is full; a small file system in memory stands for it. Null where none can be mounted. */
export async function fullDisk({ megabytes }) {
  const place = mkdtempSync(join(tmpdir(), 'faaslens-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    rmSync(place, { recursive: true });
    return null;
  }
  // Comes back in the end, as if somebody cleaned up.
  const reserve = join(place, 'reserve');
  writeFileSync(reserve, Buffer.alloc(SPACE_BACK_BYTES));
  const service = await startService({ dataDir: join(place, 'data') });
  try {
    const acknowledged = [];
    const take = async () => {
      const sent = await post(service, 40_000);
      if (sent.status === 200) acknowledged.push(sent.traceId);
      return sent.status;
    };
    const statuses = [];
    // Its own telemetry fills it first: that ends before the last byte, so that rules are still kept and evaluated.
    while (!statuses.includes(503) && statuses.length < megabytes * 200)
      statuses.push(...(await Promise.all(Array.from({ length: 8 }, take))));
    const changed = await makeRule(service);
    const ballast = join(place, 'ballast');
    fill(ballast);
    for (let count = 0; count < 40; count += 1) statuses.push(await take());
    const reads = [];
    for (const path of ['overview?from=now-1h&to=now', 'logs?from=now-1h&to=now', 'alerts/rules'])
      reads.push((await fetch(`${service.url}/api/v1/${path}`)).status);
    const metrics = await (await fetch(`${service.otlp}/metrics`)).text();
    rmSync(ballast);
    rmSync(reserve);
    const takesAgainAfterMs = await untilTaking(service);
    await service.end();
    return {
      megabytes,
      answers: tally(statuses),
      readsMeanwhile: tally(reads),
      changesMeanwhile: changed,
      metricsMeanwhile: metrics.includes('faaslens_'),
      takesAgainAfterMs,
      lost: missing(service.databaseFile, acknowledged),
    };
  } finally {
    await service.stop();
    execFileSync('umount', [place]);
    rmSync(place, { recursive: true, force: true });
  }
}

/** R10: SIGTERM while it is sent to. What was acknowledged is there, and it ends in time. */
export async function gracefulStop() {
  const service = await startService();
  const acknowledged = [];
  let running = true;
  const senders = Array.from({ length: 16 }, async () => {
    while (running) {
      const sent = await post(service).catch(() => null);
      if (sent?.status === 200) acknowledged.push(sent.traceId);
      if (sent === null) await delay(20);
    }
  });
  await delay(3_000);
  const began = performance.now();
  await service.end();
  const exitMs = Math.round(performance.now() - began);
  running = false;
  await Promise.all(senders);
  const lost = missing(service.databaseFile, acknowledged);
  await service.stop();
  return { exitMs, exitCode: service.child.exitCode, acknowledged: acknowledged.length, lost };
}

/** R9: so many connections that send one byte now and then, beside a healthy sender. */
export async function slowClients({ sockets, seconds }) {
  const service = await startService();
  try {
    await mustTake(service);
    const alone = await timesOf(service, 5);
    const { port } = new URL(service.otlp);
    let open = 0;
    const cutAfter = [];
    const all = Array.from({ length: sockets }, () => {
      const began = performance.now();
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1\r\n'),
      );
      open += 1;
      socket.on('error', () => {});
      socket.once('close', () => {
        open -= 1;
        cutAfter.push(performance.now() - began);
      });
      const timer = setInterval(() => socket.write('x'), 5_000);
      socket.once('close', () => clearInterval(timer));
      return socket;
    });
    const beside = await timesOf(service, seconds);
    const stillOpen = open;
    for (const socket of all) socket.destroy();
    return {
      sockets,
      seconds,
      ackP99Ms: { alone: p99(alone), beside: p99(beside) },
      cut: sockets - stillOpen,
      firstCutAfterS: Math.round(Math.min(...cutAfter, Number.POSITIVE_INFINITY) / 1000) || null,
    };
  } finally {
    await service.stop();
  }
}

/** R3: many senders, none of whom waits, again and again for so long; then one that does. */
export async function overload({ seconds }) {
  const service = await startService();
  const generator = startProcess('./ingest/generator.mjs');
  const sums = { spans: 0, logs: 0, refused: 0, ms: 0 };
  let mostMb = 0;
  const timer = setInterval(() => {
    mostMb = Math.max(mostMb, memoryOfProcess(service.pid).rssMb);
  }, 250);
  try {
    while (sums.ms < seconds * 1000) {
      const [seed, startMs] = [Math.floor(Math.random() * 2 ** 31), Date.now() - 60_000];
      await generator.ask({
        make: { kind: 'full', count: 400, spansEach: 500, seed, startMs, perSecond: 5_000 },
      });
      const left = seconds - sums.ms / 1000;
      const sent = await generator.ask({
        post: { url: service.otlp, connections: MANY, seconds: left, longestRefusalMs: LONGEST_REFUSAL_MS },
      });
      for (const key of Object.keys(sums)) sums[key] += sent[key];
    }
    const backAfterMs = await untilTaking(service);
    await service.end();
    const db = new Database(service.databaseFile, { readonly: true });
    const stored = db.prepare('SELECT sum(spans) AS spans, sum(logs) AS logs FROM block_meta').get();
    db.close();
    return {
      connections: MANY,
      seconds: Math.round(sums.ms / 1000),
      spansPerSecond: Math.round(sums.spans / (sums.ms / 1000)),
      refusedAndRepeated: sums.refused,
      memoryMb: Math.round(mostMb),
      backAfterMs,
      lost: Math.max(0, sums.spans - stored.spans) + Math.max(0, sums.logs - stored.logs),
    };
  } finally {
    clearInterval(timer);
    await generator.stop();
    await service.stop();
  }
}

async function timesOf(service, seconds) {
  const times = [];
  for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
    const began = performance.now();
    await mustTake(service);
    times.push(performance.now() - began);
  }
  return times;
}

/** Takes all space that is left. */
function fill(file) {
  const piece = Buffer.alloc(64 * 1024);
  for (const size of [piece.length, 4096]) {
    try {
      for (;;) writeFileSync(file, piece.subarray(0, size), { flag: 'a' });
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
}

function p99(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
}
