import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import {
  batch,
  invocation,
  lambda,
  MS,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from '../contract/fixtures';
import type { InvocationsQuery } from '../store';
import { prepareBlockSearch } from './blocks/block-search';
import { createInvocationIds } from './invocation-ids';
import { prepareInvocationLookup } from './invocation-lookup';
import { prepareInvocationSearch } from './invocation-search';
import { type FindZones, prepareZones } from './invocation-zones';
import { prepareInvocations } from './query-invocations';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

const COUNT = 4000;
const DAYS = 4;
const DAY_MS = 86_400_000;
const REGIONS = ['eu-west-1', 'us-east-1'];
const ENVIRONMENTS = ['', 'staging', 'rare'];

/** What the invocation of a number has: much of it rare, and together in some hours only. */
function facts(number: number) {
  const ms = (number * 7919 * 104_729) % (DAYS * DAY_MS);
  const hour = Math.floor(ms / 3_600_000);
  return {
    number,
    ms,
    durationMs: hour % 31 === 0 && number % 3 === 0 ? 5000 + (number % 100) : 20 + (number % 50),
    isShort: hour === 40 && number % 2 === 0,
    isCold: hour % 17 === 0 && number % 5 === 0,
    isTimeout: hour === 7 && number % 4 === 0,
    region: REGIONS[number % 97 === 0 ? 0 : 1] ?? '',
    environment: ENVIRONMENTS[number % 211 === 0 ? 2 : number % 2] ?? '',
    version: number % 401 === 0 ? 'rare' : `v${number % 3}`,
  };
}
const ALL = Array.from({ length: COUNT }, (_, index) => facts(index + 1));
const durationOf = (one: (typeof ALL)[number]) => (one.isShort ? 0.5 : one.durationMs);
const newestFirst = (a: (typeof ALL)[number], b: (typeof ALL)[number]) =>
  b.ms - a.ms || (traceId(a.number) < traceId(b.number) ? 1 : -1);

let db: Database.Database;
let remove: () => void;

beforeAll(async () => {
  const temporary = temporaryDatabase();
  remove = temporary.remove;
  db = openDatabase(temporary.databaseFile);
  const writer = createSqliteWriter(db, testPrice);
  const spans = ALL.map((one) => {
    const startNs = T0_NS + BigInt(one.ms) * MS;
    return invocation({
      traceId: traceId(one.number),
      spanId: spanId(one.number),
      startNs,
      endNs: startNs + BigInt(Math.round(durationOf(one) * 1e6)),
      status: one.isTimeout ? 'error' : 'unset',
      attributes: {
        'faas.coldstart': one.isCold,
        'faas.version': one.version,
        ...(one.isTimeout && { 'error.type': 'timeout' }),
      },
      resource: lambda('f', {
        'cloud.region': one.region,
        'deployment.environment.name': one.environment,
        'faas.version': one.version,
      }),
    });
  });
  for (let first = 0; first < COUNT; first += 1000)
    await writer.write(batch(spans.slice(first, first + 1000)));
});
afterAll(() => {
  db.close();
  remove();
});

const invocationsBy = (zones: FindZones) => {
  const lookup = prepareInvocationLookup(db);
  const ids = createInvocationIds(prepareBlockSearch(db), lookup);
  const search = prepareInvocationSearch(
    lookup,
    ids,
    () => null,
    () => '',
    zones,
    () => [],
  );
  return prepareInvocations(lookup, search).invocations;
};

const some = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const filters = fc.record({
  minDurationMs: some(0.7, 30, 5050, 6000),
  maxDurationMs: some(0.1, 0.7, 25, 5050),
  outcome: some('ok', 'timeout', 'oom'),
  coldStart: some(true, false),
  region: some('eu-west-1', 'nowhere'),
  environment: some(...ENVIRONMENTS, 'nothing'),
  version: some('rare', 'v1', 'v9'),
  from: fc.integer({ min: 0, max: DAYS * DAY_MS }),
  limit: fc.integer({ min: 1, max: 30 }),
});

test('what counters lead to is what a look at each would find, page by page', () => {
  let led = 0;
  const plans = [1, 20, 500].map((few) => {
    const find = prepareZones(db, few);
    return invocationsBy((query, untilMs) => {
      const zones = find(query, untilMs);
      if (zones !== null) led += 1;
      return zones;
    });
  });
  fc.assert(
    fc.property(filters, ({ from, limit, ...asked }) => {
      const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const query: InvocationsQuery = {
        range: { fromMs: T0_MS + from, toMs: T0_MS + DAYS * DAY_MS },
        limit,
        ...given,
      };
      const { minDurationMs = 0, maxDurationMs = Number.POSITIVE_INFINITY, outcome, coldStart } = asked;
      const expected = ALL.filter(
        (one) =>
          one.ms >= from &&
          durationOf(one) >= minDurationMs &&
          durationOf(one) < maxDurationMs &&
          (outcome === undefined || (one.isTimeout ? 'timeout' : 'ok') === outcome) &&
          (coldStart === undefined || one.isCold === coldStart) &&
          (asked.region === undefined || one.region === asked.region) &&
          (asked.environment === undefined || one.environment === asked.environment) &&
          (asked.version === undefined || one.version === asked.version),
      )
        .toSorted(newestFirst)
        .slice(0, limit * 3)
        .map(({ number }) => traceId(number));
      for (const invocations of plans) {
        const found: string[] = [];
        let cursor: string | null = null;
        for (let page = 0; page < 3; page += 1) {
          const answer = invocations({ ...query, ...(cursor === null ? {} : { cursor }) });
          found.push(...answer.items.map((row) => row.traceId));
          cursor = answer.nextCursor;
          if (cursor === null) break;
        }
        expect(found).toEqual(expected);
      }
    }),
    { numRuns: 150 },
  );
  expect(led).toBeGreaterThan(100);
});

test('counters leave out what need not be read', () => {
  const find = prepareZones(db, 20);
  const range = { fromMs: T0_MS, toMs: T0_MS + DAYS * DAY_MS };
  const lengths = (query: Omit<InvocationsQuery, 'range' | 'limit'>) =>
    [...(find({ range, ...query }, range.toMs) ?? [])].reduce(
      (sum, { fromMs, toMs }) => sum + toMs - fromMs,
      0,
    );
  const hour = 3_600_000;
  expect(lengths({ outcome: 'timeout' })).toBeLessThanOrEqual(hour);
  expect(lengths({ outcome: 'timeout' })).toBeGreaterThan(0);
  expect(lengths({ outcome: 'oom' })).toBe(0);
  expect(lengths({ minDurationMs: 9000 })).toBe(0);
  expect(lengths({ maxDurationMs: 0.6 })).toBeLessThanOrEqual(hour);
  expect(lengths({ environment: 'nothing' })).toBe(0);
  // One in 401.
  expect(lengths({ version: 'rare' })).toBeLessThan(hour);
  expect(find({ range }, range.toMs)).toBeNull();
  expect(find({ range, outcome: 'error' }, range.toMs)).toBeNull();
});
