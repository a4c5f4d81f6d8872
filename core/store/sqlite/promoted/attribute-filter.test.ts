import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../database/open';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import type { AttributeCondition, InvocationsQuery } from '../../store';
import { prepareBlockSearch } from '../blocks/block-search';
import { createInvocationIds } from '../invocation-ids';
import { prepareInvocationLookup } from '../invocation-lookup';
import { prepareInvocationSearch } from '../invocation-search';
import { prepareInvocations } from '../query-invocations';
import { temporaryDatabase } from '../temporary-database';
import { createSqliteWriter } from '../writer';
import { prepareAttributeFilter } from './attribute-filter';
import { openSqlitePromotions } from './promotions';
import { preparePromoted } from './query-promoted';

const COUNT = 9000;
/** What the invocation of a number has; several start at the same time, and they are written in another order. */
const facts = (number: number) => ({
  number,
  ms: Math.floor((number * 7919) % COUNT) / 4,
  tenant: number % 97 === 0 ? 'rare' : `tenant ${number % 5}`,
  retries: number % 11,
  isStaging: number % 3 === 0,
  isFailed: number % 13 === 0,
});
type Facts = ReturnType<typeof facts>;
const ALL: readonly Facts[] = Array.from({ length: COUNT }, (_, index) => facts(index + 1));

const newestFirst = (a: Facts, b: Facts) => b.ms - a.ms || (traceId(a.number) < traceId(b.number) ? 1 : -1);

describe('invocations by promoted attributes', () => {
  let db: Database.Database;
  let remove: () => void;

  beforeAll(async () => {
    const temporary = temporaryDatabase();
    remove = temporary.remove;
    db = openDatabase(temporary.databaseFile);
    const promotions = openSqlitePromotions(temporary.databaseFile);
    for (const key of ['tenant', 'retries']) await promotions.promote(key);
    await promotions.close();
    const writer = createSqliteWriter(db, testPrice);
    const [production, staging] = [lambda('a'), lambda('b', { 'deployment.environment.name': 'staging' })];
    for (let first = 0; first < COUNT; first += 3000) {
      const spans = ALL.slice(first, first + 3000).map(
        ({ number, ms, tenant, retries, isStaging, isFailed }) =>
          invocation({
            traceId: traceId(number),
            spanId: spanId(number),
            startNs: T0_NS + BigInt(Math.floor(ms)) * MS,
            status: isFailed ? 'error' : 'unset',
            resource: isStaging ? staging : production,
            attributes: { tenant, retries },
          }),
      );
      await writer.write(batch(spans));
    }
  });
  afterAll(() => {
    db.close();
    remove();
  });

  const queries = (few: number) => {
    const lookup = prepareInvocationLookup(db);
    const ids = createInvocationIds(prepareBlockSearch(db), lookup);
    const search = prepareInvocationSearch(
      lookup,
      ids,
      prepareAttributeFilter(db, few),
      () => '',
      () => null,
      () => [],
    );
    return prepareInvocations(lookup, search);
  };

  const conditions = fc.record({
    tenant: fc.option(fc.constantFrom('rare', 'tenant 1', 'tenant 4', 'nobody'), { nil: undefined }),
    min: fc.option(fc.integer({ min: -1, max: 12 }), { nil: undefined }),
    max: fc.option(fc.integer({ min: -1, max: 12 }), { nil: undefined }),
    environment: fc.option(fc.constantFrom('', 'staging'), { nil: undefined }),
    isFailed: fc.option(fc.boolean(), { nil: undefined }),
    from: fc.integer({ min: 0, max: 1200 }),
    limit: fc.integer({ min: 1, max: 40 }),
  });

  test('are those that a look at each would find, from either end of the plan, page by page', () => {
    const plans = [1, 200, 1_000_000].map(queries);
    fc.assert(
      fc.property(conditions, ({ tenant, min, max, environment, isFailed, from, limit }) => {
        const attributes: AttributeCondition[] = [
          ...(tenant === undefined ? [] : [{ key: 'tenant', value: tenant }]),
          { key: 'retries', ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
        ];
        const query: InvocationsQuery = {
          range: { fromMs: T0_MS + from, toMs: T0_MS + 2000 },
          limit,
          attributes,
          ...(environment !== undefined && { environment }),
          ...(isFailed !== undefined && { outcome: isFailed ? 'error' : 'ok' }),
        };
        const expected = ALL.filter(
          (one) =>
            Math.floor(one.ms) >= from &&
            Math.floor(one.ms) < 2000 &&
            (tenant === undefined || one.tenant === tenant) &&
            (min === undefined || one.retries >= min) &&
            (max === undefined || one.retries <= max) &&
            (environment === undefined || one.isStaging === (environment === 'staging')) &&
            (isFailed === undefined || one.isFailed === isFailed),
        )
          .map((one) => ({ ...one, ms: Math.floor(one.ms) }))
          .sort(newestFirst)
          .slice(0, limit * 3)
          .map(({ number }) => traceId(number));
        for (const { invocations } of plans) {
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
      { numRuns: 60 },
    );
  });

  test('are counted alike in ranges that are short and long', () => {
    const { invocationGroups } = preparePromoted(db);
    for (const [from, to] of [
      [0, 100_000],
      [500, 560],
      [100, 2000],
      [5000, 6000],
    ] as const) {
      const range = { fromMs: T0_MS + from, toMs: T0_MS + to };
      const counts = new Map<string, number>();
      for (const { ms, tenant } of ALL) {
        if (Math.floor(ms) >= from && Math.floor(ms) < to) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
      }
      const { groups } = invocationGroups({ range, key: 'tenant', limit: 100 });
      expect(new Map(groups.map(({ value, invocations }) => [value, invocations]))).toEqual(counts);
      expect(groups.map(({ invocations }) => invocations)).toEqual(
        [...counts.values()].sort((a, b) => b - a),
      );
    }
    const [most] = invocationGroups({ range: DAY, key: 'tenant', limit: 1 }).groups;
    expect(most?.invocations).toBeGreaterThan(1000);
  });
});
