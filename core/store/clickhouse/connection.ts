import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { ClickHouseError, createClient } from '@clickhouse/client';
import { FaaslensError } from '../../errors';
import { withRows } from './schema/derived-rows';
import type { Layout } from './schema/layout';
import type { Bound } from './statement';

/** A row as it is inserted; integers of 64 bits and more as decimal text. */
export type InsertRow = Readonly<Record<string, unknown>>;

/** One database of a server, or of all servers of a cluster. All fail with `unavailable` while it cannot be asked, and when it is closed. */
export interface Connection extends Layout {
  /**
   * Integers of 64 bits and more come as decimal text. `invocation AS i` and `error AS e` are rows of traces (`withRows`).
   * Who asks the same in the same turn of the event loop shares one answer, which is as of after it.
   */
  ask<Row>(statement: string, parameters?: readonly Bound[]): Promise<readonly Row[]>;
  /**
   * Resolves when the server has acknowledged the rows: all of them, or none. Of those that a cluster has not acknowledged
   * some shards may have stored theirs.
   */
  insert(table: string, rows: readonly InsertRow[]): Promise<void>;
  command(statement: string): Promise<void>;
  close(): Promise<void>;
}

/** A user's read is stopped after it; as everywhere. */
const MOST_SECONDS = 30;

const SETTINGS = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 0,
  join_use_nulls: 1,
  // A row may have versions in the partitions of several days, of which one counts.
  do_not_merge_across_partitions_select_final: 0,
  // Lists of ids are part of the statement.
  max_query_size: '67108864',
  // What one collector was told is stored, every other one sees, whichever replica it asks; with QUORUM on inserts.
  select_sequential_consistency: '1',
  // An error must not come behind a status that says all is well, nor look like a row.
  wait_end_of_query: 1,
  http_write_exception_in_output_format: 0,
} as const;

/** Replicated tables acknowledge what most replicas have, one insert after the other; others take no notice. */
const QUORUM = { insert_quorum: 'auto', insert_quorum_parallel: 0 } as const;

/** What a Distributed table needs so that it answers and acknowledges as one table does. */
const SHARDED = {
  ...QUORUM,
  // Acknowledged when the shards have, not when the server that was asked has noted what to send them.
  distributed_foreground_insert: 1,
  // Sums of all shards go to the shard of their identity.
  parallel_distributed_insert_select: '0',
  // A subquery is about the rows of all shards, and is asked once.
  distributed_product_mode: 'global',
  // Nothing is answered by half.
  skip_unavailable_shards: 0,
  // What names its traces asks their shards alone.
  optimize_skip_unused_shards: 1,
} as const;

export interface ConnectionOptions {
  /** Name of the cluster as its servers know it; one server unless told. */
  readonly cluster?: string | null;
  /** After so many seconds a statement is given up; 30 unless told. */
  readonly mostSeconds?: number;
}

/** `url` names user, password and database as ClickHouse's own clients read them: `http://user:secret@host:8123/name`. */
export function openConnection(
  url: string,
  { mostSeconds = MOST_SECONDS, cluster = null }: ConnectionOptions = {},
): Connection {
  const client = createClient({
    url,
    compression: { request: true, response: false },
    request_timeout: (mostSeconds + 2) * 1000,
    max_open_connections: 16,
    clickhouse_settings: { ...SETTINGS, ...(cluster !== null && SHARDED), max_execution_time: mostSeconds },
    log: { level: 127 },
  });
  let closed = false;
  const run = async <Answer>(use: () => Promise<Answer>): Promise<Answer> => {
    if (closed) throw new FaaslensError('unavailable', 'The store is closed');
    try {
      return await use();
    } catch (error) {
      throw connectionError(error);
    }
  };
  const query = <Row>(statement: string, parameters: readonly Bound[]): Promise<readonly Row[]> =>
    run(async () => {
      const answer = await client.query({
        query: withRows(statement),
        format: 'JSONEachRow',
        query_params: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
      });
      requireClickHouse(answer.response_headers);
      return answer.json();
    });
  /** What was asked in this turn of the event loop and is not sent yet. */
  const asked = new Map<string, Promise<readonly unknown[]>>();
  return {
    cluster,
    ask<Row>(statement: string, parameters: readonly Bound[] = []) {
      const key = `${statement}\n${JSON.stringify(parameters)}`;
      const others = asked.get(key) as Promise<readonly Row[]> | undefined;
      if (others !== undefined) return others;
      const answer = setImmediate().then(() => {
        asked.delete(key);
        return query<Row>(statement, parameters);
      });
      asked.set(key, answer);
      return answer;
    },
    insert: (table, rows) =>
      run(async () => {
        if (rows.length === 0) return;
        // Acknowledged means written, not taken into a buffer.
        const { stream, response_headers } = await client.exec({
          query: `INSERT INTO ${table} FORMAT JSONEachRow`,
          values: Readable.from(linesOf(rows)),
          clickhouse_settings: { ...QUORUM, async_insert: 0, throw_on_max_partitions_per_insert_block: 0 },
        });
        requireAcknowledgement(await text(stream), response_headers);
      }),
    command: (statement) => run(async () => void (await client.command({ query: withRows(statement) }))),
    async close() {
      closed = true;
      await client.close();
    },
  };
}

/** A proxy in between may say that all is well of what no server has taken. */
function requireClickHouse(headers: Readonly<Record<string, unknown>> = {}): void {
  if (headers['x-clickhouse-query-id'] === undefined)
    throw new FaaslensError('unavailable', 'What answers at the address of ClickHouse is something else');
}

function requireAcknowledgement(body: string, headers?: Readonly<Record<string, unknown>>): void {
  requireClickHouse(headers);
  if (body.trim() !== '')
    throw new FaaslensError(
      'unavailable',
      `ClickHouse cannot be asked: ${body.split('\n')[0]?.slice(0, 300)}`,
    );
}

/** Large enough to be few pieces, small enough to be garbage soon. */
const ROWS_AT_ONCE = 200;

function* linesOf(rows: readonly InsertRow[]): Generator<string> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield rows
      .slice(at, at + ROWS_AT_ONCE)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('');
}

/** Errors of our own statements: defects, which no repetition mends. Of syntax, unknown names, types and functions. */
const DEFECTS = new Set(['6', '27', '36', '42', '43', '46', '47', '53', '60', '62', '117', '130', '386']);

function connectionError(error: unknown): unknown {
  if (error instanceof FaaslensError) return error;
  if (error instanceof ClickHouseError && DEFECTS.has(error.code)) return error;
  if (error instanceof ClickHouseError && error.code === '159')
    return new FaaslensError('timeout', 'ClickHouse took too long to answer', { cause: error });
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new FaaslensError('unavailable', `ClickHouse cannot be asked: ${reason}`, { cause: error });
}
