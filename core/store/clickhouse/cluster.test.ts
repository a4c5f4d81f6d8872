import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everythingIn } from '../contract/everything';
import { batch, DAY, testPrice, traceId } from '../contract/fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from '../contract/tricky-traces';
import type { Connection } from './connection';
import { openConnection } from './connection';
import { createClickHouseDeletions } from './deletions/deletions';
import { createClickHouseReader } from './reader';
import { ofAllServers } from './schema/layout';
import { migrate } from './schema/migrate';
import { SCHEMA_VERSION, schemaStep, versionTable } from './schema/schema';
import { startCluster, type TestCluster, whyNoCluster } from './testing/cluster';
import { startEngine, type TestEngine, whyNoEngine } from './testing/engine';
import { createClickHouseWriter } from './writer';

const LONG_MS = 120_000;
const why = (await whyNoEngine()) ?? (await whyNoCluster());
const LAYOUT = { cluster: 'all' };
const STATEMENTS = [
  ...versionTable(LAYOUT),
  ...Array.from({ length: SCHEMA_VERSION }, (_, step) => schemaStep(step + 1, LAYOUT)).flat(),
];
const REPLICATED = STATEMENTS.filter((statement) => statement.includes('ENGINE = Replicated'));

test('every table of a cluster is replicated on its shards, with one in front of them that sends a row by its identity', () => {
  const single = [...versionTable({ cluster: null }), ...schemaStep(1, { cluster: null })];
  const tables = single.filter((statement) => statement.startsWith('CREATE TABLE'));
  const fronts = STATEMENTS.filter((statement) => statement.includes('ENGINE = Distributed'));
  expect(tables.length).toBeGreaterThan(20);
  expect([REPLICATED.length, fronts.length]).toEqual([tables.length, tables.length]);
  for (const statement of STATEMENTS) expect(statement).toContain(' ON CLUSTER `all`');
  for (const front of fronts) {
    const [, name, shardedBy = ''] = /EXISTS `(\w+)` [\s\S]*cityHash64\((.*)\)\)$/.exec(front) ?? [];
    const key =
      REPLICATED.find((one) => one.includes(`\`${name}_local\``))?.match(/ORDER BY \((.*?)\)/)?.[1] ?? '';
    // A record's id says of which trace it is.
    if (name !== 'log') expect(key.split(', ')).toContain(shardedBy);
  }
});

describe.skipIf(why !== null)(`a cluster of ClickHouse${why === null ? '' : `: ${why}`}`, () => {
  let engine: TestEngine;
  let cluster: TestCluster;
  beforeAll(async () => {
    [engine, cluster] = await Promise.all([startEngine(), startCluster()]);
  }, LONG_MS);
  afterAll(async () => {
    await Promise.all([engine.stop(), cluster.stop()]);
  }, LONG_MS);

  const everything = async (connection: Connection) => {
    const reader = createClickHouseReader(connection);
    try {
      return await everythingIn(reader);
    } finally {
      await reader.close();
    }
  };
  const rowsOf = async (connection: Connection) => {
    const [row] = await connection.ask<{ rows: string }>('SELECT count() AS rows FROM span_local FINAL');
    await connection.close();
    return Number(row?.rows);
  };

  test('knows the statements that make its tables', async () => {
    const server = openConnection(await engine.newDatabase());
    for (const statement of STATEMENTS)
      await server.ask(`SELECT formatQuery({statement:String}) AS text`, [
        { name: 'statement', value: statement },
      ]);
    await server.close();
  });

  test('makes its Replicated tables: of these engines, with these settings and indexes', async () => {
    const server = cluster.openShard('default', 0);
    await server.command('CREATE DATABASE replicated');
    const database = cluster.openShard('replicated', 0);
    for (const statement of REPLICATED)
      await database.command(statement.replace(' ON CLUSTER `all`', ` UUID '${randomUUID()}'`));
    const made = await database.ask<{ name: string; path: string }>(
      'SELECT table AS name, zookeeper_path AS path FROM system.replicas WHERE database = currentDatabase()',
    );
    expect(made).toHaveLength(REPLICATED.length);
    expect(new Set(made.map(({ path }) => path)).size).toBe(made.length);
    await server.command('DROP DATABASE replicated');
    await Promise.all([server, database].map((one) => one.close()));
  });

  test('that a server joins makes its tables when it is asked', async () => {
    const database = await cluster.newDatabase();
    const [server, joined] = [cluster.openShard('default', 1), cluster.open(database, 1)];
    await server.command(`DROP DATABASE ${database}`);
    await server.command(`CREATE DATABASE ${database}`);
    await migrate(joined);
    const [made] = await joined.ask<{ servers: string }>(
      `SELECT uniqExact(servers) AS servers FROM (SELECT groupArray(name) AS servers FROM
         (SELECT _shard_num AS shard, name
          FROM ${ofAllServers(joined, 'system.tables')} WHERE database = '${database}' ORDER BY name) GROUP BY shard)`,
    );
    expect(made?.servers).toBe('1');
    const writer = createClickHouseWriter(joined, testPrice);
    await writer.write(batch(TRICKY_SPANS));
    await writer.close();
    await server.close();
    await cluster.returnDatabase(database);
  });

  test(
    'of two shards, written by two collectors each by another server, answers what one server does',
    async () => {
      const address = await engine.newDatabase();
      const database = await cluster.newDatabase();
      const alone = createClickHouseWriter(openConnection(address), testPrice);
      await alone.write(batch(TRICKY_SPANS, TRICKY_LOGS));
      const writers = [0, 1].map((server) =>
        createClickHouseWriter(cluster.open(database, server), testPrice),
      );
      await Promise.all(
        writers.flatMap((writer, index) => {
          const own = <Piece>(pieces: readonly Piece[]) =>
            pieces.filter((_, at) => at % 2 === index || at % 3 === index);
          return [writer.write(batch(own(TRICKY_SPANS))), writer.write(batch([], own(TRICKY_LOGS)))];
        }),
      );
      const expected = await everything(openConnection(address));
      expect(await everything(cluster.open(database, 1))).toEqual(expected);
      const spans = await Promise.all([0, 1].map((server) => rowsOf(cluster.openShard(database, server))));
      expect(Math.min(...spans)).toBeGreaterThan(0);

      // What is asked to be deleted goes from the shard that has it.
      const deletions = createClickHouseDeletions(cluster.open(database));
      await deletions.request({ range: DAY, traceId: expected.traces[0]?.traceId ?? traceId(1) });
      while (await writers[0]?.tidy(50));
      expect(await deletions.list()).toMatchObject([{ state: 'done' }]);
      const reader = createClickHouseReader(cluster.open(database));
      const left = await reader.traces({ range: DAY, limit: 1000 });
      expect(left.items).toEqual(expected.traces.slice(1));
      await Promise.all([alone, ...writers, deletions, reader].map((one) => one.close()));
    },
    LONG_MS,
  );
});
