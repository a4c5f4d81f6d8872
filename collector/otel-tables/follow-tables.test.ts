import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { createPricer } from '@/core/pricing/invocation';
import { openConnection } from '@/core/store/clickhouse/connection';
import { createOtelTables } from '@/core/store/clickhouse/otel/otel-tables';
import { createClickHouseReader } from '@/core/store/clickhouse/reader';
import { startEngine, type TestEngine, whyNoEngine } from '@/core/store/clickhouse/testing/engine';
import { createClickHouseWriter } from '@/core/store/clickhouse/writer';
import { decodeSubmission } from '../ingest/decode-submission';
import type { Ingest } from '../ingest/ingest';
import { followTables } from './follow-tables';
import { child, FAILED, LOGS, line, MAP, span, spanId, TRACES, traceId } from './testing/exported-rows';

const LONG_MS = 120_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 4, 6, 12);
const why = await whyNoEngine();

describe.skipIf(why !== null)(
  `tables of the OpenTelemetry Collector${why === null ? '' : `: ${why}`}`,
  () => {
    let engine: TestEngine;
    let server: ReturnType<typeof openConnection>;
    let store: ReturnType<typeof openStore>;
    let ending: { stop(): Promise<void> }[];
    let clock: number;
    let otel: string;
    let databases = 0;
    let address: string;
    let said: string[];

    beforeAll(async () => {
      engine = await startEngine();
      address = await engine.newDatabase();
      server = openConnection(address);
    }, LONG_MS);
    afterAll(async () => {
      await server.close();
      await engine.stop();
    }, LONG_MS);
    beforeEach(async () => {
      databases += 1;
      otel = `otel_${databases}`;
      [ending, said, clock] = [[], [], START_MS];
      await server.command(`CREATE DATABASE ${otel}`);
      await makeTables(TRACES, LOGS, 'TimestampTime');
      store = openStore();
    });
    afterEach(async () => {
      for (const one of ending) await one.stop();
      await store.close();
      await server.command(`DROP DATABASE ${otel}`);
      await engine.returnDatabase(address);
      await engine.newDatabase();
    });

    function openStore() {
      const writer = createClickHouseWriter(openConnection(address), createPricer([]), { now: () => clock });
      const reader = createClickHouseReader(openConnection(address));
      let failing = 0;
      const submit: Ingest['submit'] = async (signal, encoding, body) => {
        const received = { signal, encoding, body, receivedNs: BigInt(clock) * 1_000_000n };
        const { batch, rejected, records, ignored } = decodeSubmission(received);
        if (failing > 0) {
          failing -= 1;
          throw new FaaslensError('unavailable', 'away');
        }
        await writer.write(batch);
        return { rejected, records, ignored };
      };
      const range = { fromMs: START_MS - 48 * HOUR_MS, toMs: START_MS + 24 * HOUR_MS };
      return {
        reader,
        submit,
        range,
        fail: (times: number) => {
          failing = times;
        },
        counts: async () => {
          const { invocations, cost } = await reader.totals({ range });
          const logs = await reader.logs({ range, limit: 100 });
          return { invocations, isPriced: cost > 0n, logs: logs.items.length };
        },
        async close() {
          await writer.close();
          await reader.close();
        },
      };
    }

    const follow = (takeTurn = async () => true) => {
      const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
      const following = followTables({
        tables: createOtelTables(openConnection(address), otel),
        ingest: store,
        takeTurn,
        keptDays: 2,
        log,
        now: () => clock,
        everyMs: 20,
      });
      ending.push(following);
      return following;
    };
    const makeTables = async (traces: string, logs: string, second: string) => {
      await server.command(
        `CREATE TABLE ${otel}.otel_traces (${traces}) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
       ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)`,
      );
      await server.command(
        `CREATE TABLE ${otel}.otel_logs (${logs}) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
       PRIMARY KEY (ServiceName, ${second}) ORDER BY (ServiceName, ${second}, Timestamp)`,
      );
    };
    const write = (table: 'otel_traces' | 'otel_logs', rows: readonly object[]) =>
      server.insert(`${otel}.${table}`, rows as never);
    const reaches = (invocations: number, logs: number) =>
      expect.poll(store.counts, { timeout: 30_000 }).toMatchObject({ invocations, logs });
    const settles = async (invocations: number, logs: number) => {
      await reaches(invocations, logs);
      await new Promise((resolve) => setTimeout(resolve, 150));
      await reaches(invocations, logs);
    };

    it('become functions, invocations, prices, errors, events, links and log lines, once each', async () => {
      const at = START_MS - 5_000;
      await write('otel_traces', [span(1, at), child(1, at), { ...span(2, at), ...FAILED }]);
      await write('otel_logs', [line('one', at, 1), line('twice', at), line('twice', at)]);
      const first = follow();
      await settles(2, 3);
      await first.stop();
      // Another process, which has to read how far this one got.
      follow();
      clock += 61_000;
      await write('otel_traces', [span(3, clock - 1_000)]);
      await settles(3, 3);

      const { items } = await store.reader.invocations({ range: store.range, limit: 10 });
      expect(items.map(({ outcome }) => outcome).sort()).toEqual(['error', 'ok', 'ok']);
      expect(items[0]).toMatchObject({ functionName: 'checkout', coldStart: true, durationMs: 250 });
      expect(await store.counts()).toMatchObject({ isPriced: true });
      expect(await store.reader.span(traceId(1), spanId(101))).toMatchObject({
        name: 'charge card',
        parentSpanId: spanId(1),
        kind: 'client',
        durationMs: 250,
        scope: { name: 'lib', version: '1.2' },
        attributes: { 'http.response.status_code': '200' },
        events: [{ name: 'retry', time: at + 0.007, attributes: { attempt: '2' } }],
        links: [{ traceId: traceId(9), spanId: spanId(9), attributes: { why: 'batch' } }],
      });
      expect(said).toEqual([]);
    });

    it('whose attributes are JSON keep their types', async () => {
      await server.command(`DROP TABLE ${otel}.otel_traces`);
      await server.command(`DROP TABLE ${otel}.otel_logs`);
      const asJson = (columns: string) =>
        columns.replaceAll(MAP, 'JSON').replace(/TimestampTime [^,]*, /, '');
      await makeTables(asJson(TRACES), asJson(LOGS), 'toDateTime(Timestamp)');
      const at = START_MS - 5_000;
      const typed = {
        'http.response.status_code': 200,
        'http.request.body.share': 0.25,
        'http.route': '/pay/{id}',
        retried: true,
        'http.request.header.accept': ['text/html', 'a/b'],
        sizes: [1, 2],
      };
      const body = { ...child(1, at), SpanAttributes: typed };
      await write('otel_traces', [span(1, at), { ...body, 'Events.Attributes': [{ attempt: 2 }] }]);
      await write('otel_logs', [line('one', at, 1), line('twice', at), line('twice', at)]);
      follow();
      await settles(1, 3);
      expect(said).toEqual([]);
      expect(await store.reader.span(traceId(1), spanId(101))).toMatchObject({
        attributes: typed,
        events: [{ name: 'retry', attributes: { attempt: 2 } }],
        links: [{ traceId: traceId(9), attributes: { why: 'batch' } }],
      });
      const { items } = await store.reader.logs({ range: store.range, limit: 10 });
      expect(items[0]).toMatchObject({ service: 'checkout', attributes: { key: 'value' } });
    });

    it('are read up to an hour late, and what was there before from the newest to what is kept', async () => {
      const old = START_MS - 30 * HOUR_MS;
      await write('otel_traces', [
        span(1, old),
        span(2, START_MS - 47 * HOUR_MS),
        span(3, START_MS - 50 * HOUR_MS),
      ]);
      await write('otel_logs', [line('old', old)]);
      follow();
      await settles(2, 1);
      clock += 61_000;
      await write('otel_traces', [span(4, START_MS - 0.9 * HOUR_MS)]);
      await write('otel_logs', [line('late', START_MS - 0.9 * HOUR_MS)]);
      await settles(3, 2);
    });

    it('are read again after a store that was away, by the one whose turn it is', async () => {
      await write('otel_traces', [span(1, START_MS - 5_000)]);
      follow(async () => false);
      await settles(0, 0);
      store.fail(2);
      follow();
      await reaches(1, 0);
      expect(said.join()).toContain('cannot be read: traces');
    });

    it('that are missing or of another form are named, and the other one is read', async () => {
      await server.command(`DROP TABLE ${otel}.otel_logs`);
      await write('otel_traces', [span(1, START_MS - 5_000)]);
      follow();
      await reaches(1, 0);
      await expect
        .poll(() => said.join())
        .toContain(`FAASLENS_OTEL_TABLES=${otel}: there is no table otel_logs`);
      const tables = createOtelTables(server, otel);
      const range = { fromMs: 0, toMs: START_MS };
      await server.command(
        `CREATE TABLE ${otel}.otel_logs (Timestamp DateTime64(9)) ENGINE = MergeTree ORDER BY Timestamp`,
      );
      await expect(tables.counts('logs', range, 1000)).rejects.toThrow(
        'otel_logs lacks ResourceAttributes, LogAttributes',
      );
      await server
        .command(`ALTER TABLE ${otel}.otel_traces MODIFY COLUMN SpanAttributes String DEFAULT ''`)
        .catch(() =>
          server.command(`DROP TABLE ${otel}.otel_traces`).then(() =>
            server.command(
              `CREATE TABLE ${otel}.otel_traces (${TRACES.replace(`SpanAttributes ${MAP}`, 'SpanAttributes String')})
           ENGINE = MergeTree ORDER BY Timestamp`,
            ),
          ),
        );
      await expect(tables.counts('traces', range, 1000)).rejects.toThrow(
        'otel_traces.SpanAttributes is String',
      );
    });
  },
);
