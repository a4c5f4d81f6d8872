import { FaaslensError } from '../../errors';
import { batchSince } from '../../model/batch-since';
import { errorOfLog, mayBeError } from '../../model/errors/from-log';
import type { PriceInvocation } from '../../model/invocation';
import type { LogRecord, Span, TelemetryBatch } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import { createResourcePool } from '../derive/resource-pool';
import { storableLog, storableSpan } from '../derive/storable';
import { msToNs } from '../derive/times';
import type { TelemetryWriter, WriteResult } from '../store';
import { distinctLogs, growTrace } from './arriving';
import type { Connection } from './connection';
import { toLogRecordRow } from './log-row';
import { toSpanRow } from './span-row';
import { idList } from './statement';
import { createStoredFacts, type StoredSpan } from './stored-facts';
import { wellFormed } from './text';
import { toTraceRow, withoutTrace } from './trace-row';

/** Nothing is thinned out yet. */
export type ClickHouseWriter = Omit<TelemetryWriter, 'keep'>;

export interface WriterOptions {
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number;
}

/** Names of environments that are known to be stored; more are asked for again. */
const MOST_REMEMBERED = 10_000;

/**
 * Writes telemetry through a connection, which it closes in the end. Any number of writers, in any number of processes,
 * may write to one database: nothing is counted up, all is derived from what is stored (docs/storage.md).
 */
export function createClickHouseWriter(
  connection: Connection,
  price: PriceInvocation,
  { now = Date.now }: WriterOptions = {},
): ClickHouseWriter {
  const intern = createResourcePool();
  const stored = createStoredFacts(connection, intern);
  const environments = new Set<string>();
  let closed = false;

  const noteEnvironments = async (batch: TelemetryBatch): Promise<void> => {
    const named = [...batch.spans, ...batch.logs].map(({ resource }) =>
      wellFormed(resourceFacts(intern(resource)).environment),
    );
    const fresh = [...new Set(named)].filter((name) => !environments.has(name));
    if (fresh.length === 0) return;
    await connection.insert(
      'environment',
      fresh.map((name) => ({ name })),
    );
    if (environments.size > MOST_REMEMBERED) environments.clear();
    for (const name of fresh) environments.add(name);
  };

  const newLogs = async (logs: ReadonlyMap<string, LogRecord>): Promise<readonly [string, LogRecord][]> => {
    if (logs.size === 0) return [];
    const known = await connection.ask<{ id: string }>(
      `SELECT id FROM log WHERE id IN ${idList(logs.keys())}`,
    );
    const ids = new Set(known.map(({ id }) => id));
    return [...logs].filter(([id]) => !ids.has(id));
  };

  /** Derives the rows of these traces from all that is stored of them, by whomever. */
  const derive = async (traceIds: ReadonlySet<string>): Promise<void> => {
    if (traceIds.size === 0) return;
    const [facts, derived] = await Promise.all([stored.factsOf(traceIds), stored.derivedVersions(traceIds)]);
    const changed = facts.filter(
      ({ traceId, spans, logs, version }) =>
        spans.size + logs.length > 0 && derived.get(traceId) !== version.toString(),
    );
    await connection.insert(
      'trace',
      changed.map((one) => toTraceRow(one, deriving())),
    );
  };

  /** The errors that records without a trace tell of, each in a row of its own. */
  const deriveAlone = (logs: readonly (readonly [string, LogRecord])[]): Promise<void> =>
    connection.insert(
      'trace',
      logs
        .filter(([, log]) => errorOfLog(log) !== null)
        .map(([id, log]) => {
          const facts = { traceId: withoutTrace(id), spans: NO_SPANS, logs: [log], version: 1n };
          return toTraceRow(facts, deriving());
        }),
    );

  const deriving = () => ({ price, saidOf: () => NOTHING_SAID, nowNs: msToNs(now()) });

  const write = async (received: TelemetryBatch): Promise<WriteResult> => {
    const batch = batchSince(0n, received);
    const arriving = byTrace(batch.spans.map((span) => storableSpan(span, intern)));
    const logs = distinctLogs(batch.logs.map((log) => storableLog(log, intern)));
    const [before, fresh] = await Promise.all([stored.spansOf(arriving.keys()), newLogs(logs)]);
    const spans: StoredSpan[] = [];
    let spansRepeated = 0;
    let spansRefused = 0;
    for (const [traceId, ofTrace] of arriving) {
      const grown = growTrace(before.get(traceId) ?? new Map<string, StoredSpan>(), ofTrace);
      spans.push(...grown.fresh);
      spansRepeated += grown.repeated;
      spansRefused += grown.refused;
    }
    await Promise.all([
      noteEnvironments(batch),
      connection.insert(
        'log',
        fresh.map(([id, log]) => toLogRecordRow(log, id)),
      ),
      connection.insert(
        'span',
        spans.map(({ span, version }) => toSpanRow(span, version)),
      ),
    ]);
    // Of what was repeated too: the one who stored it may have died before it derived anything.
    const failed = [...logs].filter(([, log]) => mayBeError(log));
    await Promise.all([
      derive(new Set([...arriving.keys(), ...failed.flatMap(([, { traceId }]) => traceId ?? [])])),
      deriveAlone(failed.filter(([, { traceId }]) => traceId === null)),
    ]);
    return {
      spansStored: batch.spans.length - spansRepeated - spansRefused,
      spansRepeated,
      spansRefused,
      logsStored: fresh.length,
      logsRepeated: batch.logs.length - fresh.length,
      tooOld: received.spans.length - batch.spans.length + (received.logs.length - batch.logs.length),
    };
  };

  return {
    async write(batch) {
      if (closed) throw new FaaslensError('unavailable', 'The store is closed');
      return write(batch);
    },
    async tidy() {
      if (closed) throw new FaaslensError('unavailable', 'The store is closed');
      return false;
    },
    keptSinceNs: () => 0n,
    async close() {
      closed = true;
      await connection.close();
    },
  };
}

const NO_SPANS: ReadonlyMap<string, Span> = new Map();
const NOTHING_SAID = { executions: [], claims: [] };

function byTrace(spans: readonly Span[]): Map<string, Span[]> {
  const traces = new Map<string, Span[]>();
  for (const span of spans) {
    const others = traces.get(span.traceId);
    if (others) others.push(span);
    else traces.set(span.traceId, [span]);
  }
  return traces;
}
