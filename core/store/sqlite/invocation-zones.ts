import type Database from 'better-sqlite3';
import { bucketOf, shortestBucket } from '../../model/histogram';
import type { Outcome } from '../../model/invocation';
import type { TimeRange } from '../../model/time-range';
import { firstNs } from '../derive/times';
import type { InvocationFilter } from '../invocations';
import { Conditions, type SqlValue } from './conditions';
import { ROLLUP_STEPS } from './rollup-scope';
import { prepareZoneSources } from './zone-sources';

/** Times, newest first, outside of which no invocation matches the filter; null when nothing tells. */
export type FindZones = (query: InvocationFilter, untilMs: number) => Iterable<TimeRange> | null;

/** Days and hours with no more invocations are not looked at more closely: so many minutes would cost as much to read. */
const FEW = 250;
/** Neighbours with so many times as many are asked for at once. */
const JOINED = 8;
/** The same of minutes that are next to each other, where only some of the invocations that are looked through are counted. */
const FEW_OF_MANY = 50;
/** Of a histogram, what tells its first bucket. */
const SHORTEST_BYTES = 2;
const COUNTED_AS: Readonly<Record<Outcome, string>> = {
  ok: 'ok',
  error: 'error',
  timeout: 'timeout',
  oom: 'oom',
  throttled: 'throttled',
};

interface Counted {
  readonly start: number;
  readonly invocations: number;
}

/**
 * Counters tell where rare invocations are: a filter that matches few of many rows reads those of some minutes, not of the
 * whole range. `few` as tests set it.
 */
export function prepareZones(db: Database.Database, few: number = FEW): FindZones {
  const sourceOf = prepareZoneSources(db);
  db.function('shortest_bucket', { deterministic: true }, (bytes: unknown) =>
    Buffer.isBuffer(bytes) ? shortestBucket(bytes) : null,
  );

  return (query, untilMs) => {
    const signs = signsOf(query);
    const source = sourceOf(query, signs.isTelling);
    if (source === null) return null;
    const { where, values } = source.hasSigns ? signs.conditions : new Conditions();
    const rows = db.prepare<SqlValue[], Counted>(
      `SELECT start_seconds AS start, sum(invocations) AS invocations FROM ${source.table}
       WHERE ${source.column} IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ?
         AND start_seconds < ? AND invocations > 0 ${where.replace(/^WHERE/, 'AND')}
       GROUP BY start_seconds ORDER BY start_seconds DESC`,
    );
    const count = (step: number, from: number, to: number): Counted[] =>
      rows.all(JSON.stringify(source.keys), step, from, to, ...values);
    const { fromMs } = query.range;
    if (source.countsAll) return joined(zones(count, fromMs / 1000, untilMs / 1000, few), JOINED * few);
    return joined(zones(count, fromMs / 1000, untilMs / 1000, 0), Math.min(few, FEW_OF_MANY));
  };
}

type Zone = Counted & { readonly end: number };

function zones(
  count: (step: number, from: number, to: number) => readonly Counted[],
  since: number,
  until: number,
  few: number,
): Iterable<Zone> {
  const within = function* (level: number, from: number, to: number): Generator<Zone> {
    const step = ROLLUP_STEPS[level] ?? ROLLUP_STEPS[0];
    for (const { start, invocations } of count(step, Math.floor(from / step) * step, to)) {
      const end = start + step;
      if (level === 0 || invocations <= few) yield { start, end, invocations };
      else yield* within(level - 1, Math.max(start, from), Math.min(end, to));
    }
  };
  return within(ROLLUP_STEPS.length - 1, Math.max(0, since), until);
}

/** Asks once for neighbours that have few invocations together. */
function* joined(all: Iterable<Zone>, few: number): Generator<TimeRange> {
  let zone: Zone | null = null;
  for (const earlier of all) {
    const invocations: number = earlier.invocations + (zone?.invocations ?? 0);
    if (zone === null) zone = earlier;
    else if (zone.start === earlier.end && invocations <= few)
      zone = { start: earlier.start, end: zone.end, invocations };
    else {
      yield { fromMs: zone.start * 1000, toMs: zone.end * 1000 };
      zone = earlier;
    }
  }
  if (zone !== null) yield { fromMs: zone.start * 1000, toMs: zone.end * 1000 };
}

/** What a rollup row must say where a match is; telling when the indexes of rows do not say it as well. */
function signsOf(query: InvocationFilter): { readonly conditions: Conditions; readonly isTelling: boolean } {
  const { outcome, failed, coldStart, minDurationMs, maxDurationMs, minCost } = query;
  const conditions = new Conditions();
  if (outcome !== undefined) conditions.and(`${COUNTED_AS[outcome]} > 0`);
  if (failed === true || query.errorType) conditions.and('invocations > ok');
  if (failed === false) conditions.and('ok > 0');
  if (coldStart === true) conditions.and('cold_starts > 0');
  if (coldStart === false) conditions.and('invocations > cold_starts');
  if (minDurationMs !== undefined) conditions.and('duration_max_ns >= ?', firstNs(minDurationMs));
  if (maxDurationMs !== undefined) {
    const longest = bucketOf(Number(firstNs(maxDurationMs) - 1n));
    conditions.and(`shortest_bucket(substr(duration_buckets, 1, ${SHORTEST_BYTES})) <= ?`, longest);
  }
  // The whole of a row is no less than any part of it.
  if (minCost !== undefined) conditions.and('cost_pico_usd >= ?', minCost);
  const isTelling =
    (outcome !== undefined && outcome !== 'error') ||
    failed === false ||
    coldStart === false ||
    minDurationMs !== undefined ||
    maxDurationMs !== undefined ||
    minCost !== undefined;
  return { conditions, isTelling };
}
