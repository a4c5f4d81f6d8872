import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bundleEngine } from '../bundle.mjs';
import { startService } from '../start-service.mjs';
import { runProcess } from '../worker-process.mjs';
import { sendSteadily } from './steady.mjs';

const SPANS_PER_SECOND = 500;
const ALONE_SECONDS = 60;
const LONGEST_SECONDS = 1800;
const HOUR_MS = 3_600_000;
/** Of a month, two thirds go. */
const KEPT_DAYS = 10;

/**
 * R14: a month of telemetry, of which most goes by age and then half of the rest by size, while the service is sent to.
 * Is it as fast as with nothing to remove, is all of it gone, and is the file smaller?
 */
export async function oldTelemetry({ invocations }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-bench-'));
  const databaseFile = join(dataDir, 'faaslens.db');
  try {
    await bundleEngine();
    await runProcess('./month/make.mjs', [dataDir, `${invocations}`]);
    const { to } = JSON.parse(readFileSync(join(dataDir, 'month.json'), 'utf8'));
    const oldUntilNs = BigInt(Date.parse(to)) * 1_000_000n;
    const look = () => lookAt(databaseFile, oldUntilNs);
    const first = look();
    const before = statSync(databaseFile).size;
    const sendWith = async (env, goesOn) => {
      const service = await startService({ dataDir, env });
      try {
        return await sendSteadily(service.otlp, SPANS_PER_SECOND, goesOn);
      } finally {
        await service.end();
      }
    };
    const alone = await sendWith({ FAASLENS_RETENTION_DAYS: '3650' }, (seconds) => seconds < ALONE_SECONDS);
    const byAge = await sendWith(
      { FAASLENS_RETENTION_DAYS: `${KEPT_DAYS}` },
      until(() => look().floorNs > 0n && look().below === 0),
    );
    const second = look();
    const mostBytes = Math.floor(second.usedBytes / 2);
    const bySize = await sendWith(
      { FAASLENS_RETENTION_DAYS: '3650', FAASLENS_MAX_DISK_GB: `${mostBytes / 1e9}` },
      until(() => look().below === 0 && (look().usedBytes <= mostBytes || look().floorNs >= lastHourNs())),
    );
    const last = look();
    const after = statSync(databaseFile).size;
    const acknowledged = [alone, byAge, bySize].reduce((sum, { sums }) => sum + sums.spans, 0);
    return {
      invocations: first.old,
      removedByAge: first.old - second.old,
      removedBySize: second.old - last.old,
      byAgeS: seconds(byAge),
      bySizeS: seconds(bySize),
      ackP99Ms: { alone: p99(alone), byAge: p99(byAge), bySize: p99(bySize) },
      fileMb: { before: Math.round(before / 1e6), after: Math.round(after / 1e6) },
      fileShrank: after < before,
      olderLeft: last.below,
      lost: acknowledged - last.newSpans,
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function lookAt(databaseFile, oldUntilNs) {
  const db = new Database(databaseFile, { readonly: true });
  db.defaultSafeIntegers();
  const one = (sql, ...values) =>
    db
      .prepare(sql)
      .pluck()
      .get(...values) ?? 0n;
  const floorNs = one('SELECT floor_ns FROM retention');
  const pages = (name) => Number(db.pragma(name, { simple: true }));
  const found = {
    floorNs,
    below: Number(
      one('SELECT count(*) FROM invocation WHERE start_ns < ?', floorNs) +
        one('SELECT count(*) FROM trace WHERE start_ns < ?', floorNs),
    ),
    old: Number(one('SELECT count(*) FROM invocation WHERE start_ns < ?', oldUntilNs)),
    newSpans: Number(one('SELECT sum(span_count) FROM trace WHERE start_ns >= ?', oldUntilNs)),
    usedBytes: (pages('page_count') - pages('freelist_count')) * pages('page_size'),
  };
  db.close();
  return found;
}

/** The floor that no size raises further. */
const lastHourNs = () => BigInt(Math.floor(Date.now() / HOUR_MS) - 1) * BigInt(HOUR_MS) * 1_000_000n;

/** Goes on until it is so. */
function until(isSo) {
  return (seconds) => {
    if (seconds > LONGEST_SECONDS) throw new Error(`was not done within ${LONGEST_SECONDS} s`);
    return !isSo();
  };
}

const seconds = ({ sums }) => Math.round(sums.ms / 1000);
const p99 = ({ waits }) => Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0);
