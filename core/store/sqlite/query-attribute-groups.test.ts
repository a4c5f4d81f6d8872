import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { batch, DAY, MS, span, spanId, T0_NS, testPrice, traceId } from '../contract/fixtures';
import type { AttributeGroups, AttributeGroupsQuery, TelemetryWriter } from '../store';
import { prepareBlockSearch } from './blocks/block-search';
import { prepareBlockVolume } from './blocks/block-volume';
import { prepareLogFunctions } from './log-functions';
import { prepareAttributeGroups } from './query-attribute-groups';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

const BLOCKS = 40;
const READ_MS = 100;
const QUERY = { range: DAY, key: 'shard', limit: 100, seed: 3 };

describe('groups that are asked for again with a greater budget', () => {
  let db: Database.Database;
  let remove: () => void;
  let writer: TelemetryWriter;
  /** Milliseconds; every block that is read costs 100. */
  let now: number;
  let readMs: number;
  let loads: number[];
  let written = 0;

  const prepare = () => {
    const search = prepareBlockSearch(db);
    const counting = {
      ...search,
      load: (id: number) => {
        now += readMs;
        loads.push(id);
        return search.load(id);
      },
    };
    const groups = prepareAttributeGroups(
      counting,
      prepareBlockVolume(db),
      prepareLogFunctions(db, search),
      () => now,
    );
    return (more: Partial<AttributeGroupsQuery>): AttributeGroups => {
      loads = [];
      return db.transaction(() => groups({ ...QUERY, ...more })).deferred();
    };
  };

  /** One block whose number of spans and values is its own. */
  const writeBlock = async () => {
    written += 1;
    const spans = Array.from({ length: 3 + (written % 5) }, (_, index) =>
      span({
        traceId: traceId(written),
        spanId: spanId(index),
        startNs: T0_NS + BigInt(written) * MS,
        attributes: { shard: `a shard with a long name ${index % (1 + (written % 3))}` },
      }),
    );
    await writer.write(batch(spans));
  };

  beforeEach(async () => {
    const temporary = temporaryDatabase();
    remove = temporary.remove;
    db = openDatabase(temporary.databaseFile);
    writer = createSqliteWriter(db, testPrice);
    [now, readMs, loads, written] = [0, READ_MS, [], 0];
    for (let block = 0; block < BLOCKS; block += 1) await writeBlock();
  });

  afterEach(() => {
    db.close();
    remove();
  });

  test('go on where they stopped, and read no block twice', () => {
    const ask = prepare();
    const read: number[] = [];
    for (let budgetMs = 0; ; budgetMs += 500) {
      const { sampledBlocks, totalBlocks, exact } = ask({ budgetMs });
      read.push(...loads);
      expect([sampledBlocks, totalBlocks]).toEqual([read.length, BLOCKS]);
      expect(read.length).toBe(Math.min(Math.max(budgetMs / READ_MS, 2), BLOCKS));
      if (exact) break;
    }
    expect(new Set(read).size).toBe(BLOCKS);
  });

  test('say what they would say if all of the budget were spent at once', () => {
    const [inSteps, atOnce] = [prepare(), prepare()];
    for (const budgetMs of [0, 700, 900, 2100]) {
      const answer = inSteps({ budgetMs });
      expect(answer).toEqual(prepare()({ budgetMs }));
      expect(answer.exact).toBe(false);
      expect(answer.groups.every(({ standardError }) => (standardError ?? 0) > 0)).toBe(true);
    }
    const all = inSteps({ budgetMs: 9000 });
    expect(all).toMatchObject({ exact: true, sampledBlocks: BLOCKS });
    expect(all).toEqual(atOnce({ budgetMs: 9000 }));
  });

  test('take in blocks that came meanwhile', async () => {
    const ask = prepare();
    ask({ budgetMs: 2000 });
    for (let block = 0; block < 5; block += 1) await writeBlock();
    const answer = ask({ budgetMs: 9000 });
    expect(loads).toHaveLength(BLOCKS + 5 - 20);
    expect(answer).toEqual(prepare()({ budgetMs: 9000 }));
    expect(answer.exact).toBe(true);
  });

  test('start anew when blocks were merged that had been read', async () => {
    const ask = prepare();
    ask({ budgetMs: 2000 });
    while (written < 66) await writeBlock();
    while (await writer.tidy(50));
    const answer = ask({ budgetMs: 9000 });
    expect(answer.totalBlocks).toBeLessThan(BLOCKS);
    expect(answer).toEqual(prepare()({ budgetMs: 9000 }));
    expect(answer.exact).toBe(true);
  });

  test('are told apart by everything but budget and limit, and forgotten after a minute', () => {
    const ask = prepare();
    const others = [
      { seed: 4 },
      { key: 'other' },
      { environment: '' },
      { range: { ...DAY, fromMs: DAY.fromMs + 1 } },
    ];
    for (const other of others) {
      ask({ budgetMs: 1000 });
      expect(ask({ budgetMs: 1000, limit: 1 }).sampledBlocks).toBe(10);
      expect(loads).toHaveLength(0);
      ask({ ...other, budgetMs: 1000 });
      expect(loads).toHaveLength(10);
    }
    ask({ budgetMs: 1000 });
    now += 60_000;
    ask({ budgetMs: 1000 });
    expect(loads).toHaveLength(10);
  });

  test('never take longer than ten seconds at once', () => {
    const slow = prepare();
    const { range, key, limit } = QUERY;
    readMs = 1000;
    const ask = (budgetMs: number) => slow({ range, key, limit, budgetMs }).sampledBlocks;
    expect([ask(60_000), ask(60_000), ask(25_000)]).toEqual([10, 20, 25]);
  });
});
