import type { LogRecord, Span } from '../../model/telemetry';
import type { InternResource } from '../derive/resource-pool';
import type { Connection } from './connection';
import { dayOf } from './days';
import { LOG_COLUMNS, type LogRecordRow, toLog } from './log-row';
import { SPAN_COLUMNS, type SpanRow, toSpan } from './span-row';
import { idList, inPieces } from './statement';
import type { TraceFacts } from './trace-row';

/** A span as it is stored, and its version. */
export interface StoredSpan {
  readonly span: Span;
  readonly version: bigint;
}

/** What a row that was derived says, as far as other rows follow from it. */
export interface DerivedTrace {
  readonly version: bigint;
  readonly invocations: readonly {
    readonly request: string | null;
    readonly name: string;
    readonly startNs: bigint;
  }[];
  /** Where rows of it lie. */
  readonly days: readonly number[];
}

interface DerivedRow {
  readonly trace_id: string;
  readonly version_text: string;
  readonly requests: readonly (string | null)[];
  readonly names: readonly string[];
  readonly starts: readonly string[];
  readonly days: readonly number[];
}

interface StoredTrace {
  readonly spans: Map<string, StoredSpan>;
  readonly days: Set<number>;
}

export interface StoredFacts {
  /** The versions that count, by trace and span; without the traces that are not stored. */
  spansOf(traceIds: Iterable<string>): Promise<Map<string, Map<string, StoredSpan>>>;
  /**
   * What the rows of these traces are derived from, as far as it does not start before `sinceNs`; those of which nothing is
   * stored have no spans and no logs.
   */
  factsOf(traceIds: ReadonlySet<string>, sinceNs: bigint): Promise<readonly TraceFacts[]>;
  /** What was derived of these traces before, by trace. */
  derivedOf(traceIds: Iterable<string>): Promise<ReadonlyMap<string, DerivedTrace>>;
}

export function createStoredFacts(connection: Connection, intern: InternResource): StoredFacts {
  const ofIds = <Row>(ids: Iterable<string>, statement: (list: string) => string) =>
    inPieces(ids, (piece) => connection.ask<Row>(statement(idList(piece))));

  /** By trace, with the days of every version that is stored, also of those that do not count any more. */
  const storedOf = async (traceIds: Iterable<string>): Promise<Map<string, StoredTrace>> => {
    const rows = await ofIds<SpanRow>(
      traceIds,
      (list) => `SELECT ${SPAN_COLUMNS} FROM span WHERE trace_id IN ${list}`,
    );
    const traces = new Map<string, StoredTrace>();
    for (const row of rows) {
      const { spans, days } = traces.get(row.trace_id) ?? { spans: new Map(), days: new Set() };
      traces.set(row.trace_id, { spans, days });
      const one = { span: toSpan(row, intern), version: BigInt(row.version_text) };
      days.add(dayOf(one.span.startNs));
      if (one.version >= (spans.get(row.span_id)?.version ?? 0n)) spans.set(row.span_id, one);
    }
    return traces;
  };

  const spansOf: StoredFacts['spansOf'] = async (traceIds) =>
    new Map(Array.from(await storedOf(traceIds), ([traceId, { spans }]) => [traceId, spans]));

  const errorLogsOf = async (traceIds: Iterable<string>): Promise<Map<string, LogRecord[]>> => {
    const rows = await ofIds<LogRecordRow>(
      traceIds,
      (list) =>
        `SELECT ${LOG_COLUMNS} FROM log FINAL WHERE trace_id IN ${list} AND reports_error = 1
         ORDER BY time_ns, id LIMIT 1 BY trace_id, id`,
    );
    const traces = new Map<string, LogRecord[]>();
    for (const row of rows) {
      const logs = traces.get(row.trace_id) ?? [];
      traces.set(row.trace_id, logs);
      logs.push(toLog(row, intern));
    }
    return traces;
  };

  return {
    spansOf,
    async factsOf(traceIds, sinceNs) {
      const [traces, logs] = await Promise.all([storedOf(traceIds), errorLogsOf(traceIds)]);
      return Array.from(traceIds, (traceId) => {
        const { spans = [], days = [] } = traces.get(traceId) ?? {};
        const stored = [...spans].filter(([, { span }]) => span.startNs >= sinceNs);
        const errors = (logs.get(traceId) ?? []).filter(({ timeNs }) => timeNs >= sinceNs);
        let version = BigInt(errors.length);
        for (const [, one] of stored) version += one.version;
        const current = new Map(stored.map(([spanId, { span }]) => [spanId, span]));
        return { traceId, spans: current, logs: errors, version, days: [...days] };
      });
    },
    async derivedOf(traceIds) {
      const rows = await ofIds<DerivedRow>(
        traceIds,
        (list) =>
          `SELECT trace_id, toString(max(version)) AS version_text, argMax(\`inv.invocation_id\`, version) AS requests,
             argMax(\`inv.function_name\`, version) AS names, argMax(\`inv.start_ns\`, version) AS starts,
             groupUniqArrayArray(days) AS days
           FROM trace WHERE trace_id IN ${list} AND part = '' GROUP BY trace_id`,
      );
      return new Map(
        rows.map(({ trace_id, version_text, requests, names, starts, days }) => [
          trace_id,
          {
            days,
            version: BigInt(version_text),
            invocations: requests.map((request, index) => ({
              request,
              name: names[index] ?? '',
              startNs: BigInt(starts[index] ?? 0),
            })),
          },
        ]),
      );
    },
  };
}
