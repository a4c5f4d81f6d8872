import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleEngine, CHECKPOINT_FILE, importEngine } from './bundle.mjs';
import { ROOT } from './start-service.mjs';
import { createWorkload } from './workload/workload.mjs';

const FILE_MB = 100;
/** Making, packing and writing them is one thread's work here: so many leave it time to wait for the disk. */
const SPANS_A_SECOND = 2_000;
const COMMITS_A_SECOND = 15;
const SECONDS = 30;
/** Not counted: the program is compiled meanwhile. */
const WARM_SECONDS = 5;
const ROUNDS = 2;
const FILL_INVOCATIONS = 1_000;
const SPANS_AN_INVOCATION = 5;
const TIDY_MS = 20;
/** Of the time, as under steady load. */
const TIDY_SHARE = 0.1;

/**
 * What a commit takes, and how long a batch waits for its end from when it is due, at a steady rate on a file of some
 * size: with checkpoints between commits, and with a thread that makes them beside. Both in turn, each round on the same
 * file. Give a number to fill another size: MB / 100.
 */
export async function measureCommits({ millions: hundreds = 1 } = {}) {
  await bundleEngine();
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-commits-'));
  try {
    const filled = join(folder, 'filled.db');
    const bytes = await fillTo(filled, hundreds * FILE_MB * 1024 * 1024);
    const runs = { between: [], beside: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of Object.keys(runs)) {
        const file = join(folder, `${way}.db`);
        copyFileSync(filled, file);
        runs[way].push(await writeSteadily(file, way === 'beside'));
        rmSync(file);
      }
    }
    return [
      [
        'the file; spans/s, commits/s, seconds of a round',
        `${(bytes / 1024 / 1024).toFixed(0)} MB; ${SPANS_A_SECOND}, ${COMMITS_A_SECOND}, ${SECONDS}`,
      ],
      ...Object.entries(runs).flatMap(([way, rounds]) => [
        [`checkpoints ${way} commits: a commit, p50 / p99 / longest`, times(rounds, 'commits')],
        ['  acknowledged after, p50 / p99 / longest', times(rounds, 'waits')],
        ['  longest write-ahead log', `${Math.max(...rounds.map(({ walMb }) => walMb)).toFixed(0)} MB`],
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openStore(file, isBeside) {
  const { checkpointThread, migrate, openDatabase, openPackedWriter, priceInvocation } = await importEngine();
  const db = openDatabase(file);
  migrate(db, join(ROOT, 'prisma/migrations'));
  db.close();
  return openPackedWriter(
    { databaseFile: file },
    {
      price: priceInvocation,
      ...(isBeside && {
        checkpointer: checkpointThread(CHECKPOINT_FILE, file),
        onCheckpointFailed: (error) => console.error(error),
      }),
    },
  );
}

async function fillTo(file, bytes) {
  const writer = await openStore(file, false);
  const workload = createWorkload({ seed: 1, startMs: Date.now() - 7_200_000, perSecond: 1_000 });
  while (statSync(file).size < bytes) {
    await writer.write(batchOf(workload, FILL_INVOCATIONS));
    while (await writer.tidy(TIDY_MS)) {}
  }
  await writer.close();
  return statSync(file).size;
}

async function writeSteadily(file, isBeside) {
  const writer = await openStore(file, isBeside);
  const workload = createWorkload({ seed: 2, startMs: Date.now(), perSecond: SPANS_A_SECOND / 5 });
  const each = Math.round(SPANS_A_SECOND / COMMITS_A_SECOND / SPANS_AN_INVOCATION);
  const [commits, waits] = [[], []];
  let [walMb, tidyMs] = [0, 0];
  const start = performance.now();
  for (let count = 0; count < (WARM_SECONDS + SECONDS) * COMMITS_A_SECOND; count += 1) {
    const batch = batchOf(workload, each);
    const due = start + (count * 1000) / COMMITS_A_SECOND;
    await delay(Math.max(due - performance.now(), 0));
    const began = performance.now();
    await writer.write(batch);
    const ended = performance.now();
    if (count >= WARM_SECONDS * COMMITS_A_SECOND) {
      commits.push(ended - began);
      waits.push(ended - due);
    }
    walMb = Math.max(walMb, statSync(`${file}-wal`).size / 1024 / 1024);
    if (tidyMs < (ended - start) * TIDY_SHARE) {
      await writer.tidy(TIDY_MS);
      tidyMs += performance.now() - ended;
    }
  }
  await writer.close();
  return { commits, waits, walMb };
}

function batchOf(workload, invocations) {
  const batch = { spans: [], logs: [] };
  for (let made = 0; made < invocations; made += 1) {
    const one = workload.next();
    batch.spans.push(...one.spans);
    batch.logs.push(...one.logs);
  }
  return batch;
}

function times(rounds, key) {
  const all = rounds.flatMap((round) => round[key]).sort((a, b) => a - b);
  const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
  return [0.5, 0.99, 1].map((share) => `${at(share).toFixed(0)} ms`).join(' / ');
}
