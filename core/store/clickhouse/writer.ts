import { FaaslensError } from '../../errors';
import { batchSince } from '../../model/batch-since';
import { mayBeError } from '../../model/errors/from-log';
import type { PriceInvocation } from '../../model/invocation';
import { countOfSpan } from '../../model/platform/span-count';
import { usedCountOf } from '../../model/platform/used-metric';
import type { TelemetryBatch } from '../../model/telemetry';
import { spansByTrace } from '../derive/arriving-batch';
import { createResourcePool } from '../derive/resource-pool';
import { storableLog } from '../derive/storable';
import { createPatientClock } from '../patient-clock';
import type { RetentionLimits } from '../retention';
import type { TelemetryWriter, WriteResult } from '../store';
import { distinctLogs, growTrace } from './arriving';
import type { Connection } from './connection';
import { prepareDeleting } from './deletions/deleting';
import { createDeriver } from './deriving';
import { createEnvironmentNames } from './environment-names';
import { createCountTable } from './executions/counts';
import { piecesIn } from './executions/pieces';
import { inBackground } from './in-background';
import { createLogArrivals } from './log-identity';
import { logId, toLogRecordRow } from './log-row';
import { createRetention } from './retention/retention';
import { createDaySettling } from './settled/settle-days';
import { instanceFactsOfSpan, toSpanRow } from './span-row';
import { createStoredFacts, type StoredSpan } from './stored-facts';
import { createThinning } from './thinning/thinning';

export interface WriterOptions {
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward: with it, a leap of `now` ahead deletes nothing for an hour. */
  readonly elapsed?: () => number;
  /** Everything is kept without. */
  readonly limits?: RetentionLimits;
  /** For what may take long; the other one unless given. It is closed, too. */
  readonly upkeep?: Connection;
  /** How long other writers and readers may go on with what they knew before something old is removed. */
  readonly graceMs?: number;
  /** Whether it carries out what people asked to be deleted; true unless given. All refuse what was deleted. */
  readonly deletes?: boolean;
  /** How long the name of an environment is known to be stored. */
  readonly rememberMs?: number;
}

/** Longer than any statement may take. */
const GRACE_MS = 60_000;

/** Rows that an insert brings are seen sooner than after so many times that. */
const QUIET_GRACES = 5;

/**
 * Writes telemetry through a connection, which it closes in the end. Any number of writers, in any number of processes,
 * may write to one database: nothing is counted up, all is derived from what is stored (docs/storage.md).
 */
export function createClickHouseWriter(
  connection: Connection,
  price: PriceInvocation,
  {
    now = Date.now,
    elapsed,
    limits,
    upkeep = connection,
    graceMs = GRACE_MS,
    deletes = true,
    rememberMs,
  }: WriterOptions = {},
): TelemetryWriter {
  const intern = createResourcePool();
  const stored = createStoredFacts(connection, intern);
  const deriver = createDeriver(connection, stored, price, now);
  const counts = createCountTable(connection);
  const deleting = prepareDeleting(connection, deriver);
  const ageNow = elapsed ? createPatientClock({ now, elapsed, lastSeenMs: null }) : now;
  const retention = createRetention({ connection: upkeep, deriver, limits, now: ageNow, graceMs });
  const thinning = createThinning({
    connection: upkeep,
    stored: createStoredFacts(upkeep, intern),
    now: ageNow,
    graceMs,
  });
  const settling = createDaySettling(upkeep, graceMs * QUIET_GRACES);
  const work = inBackground(async () => {
    const isLate = await deriver.deriveOverdue();
    const isDeleting = deletes && (await deleting.step());
    const isOld = await retention.step();
    const isSettling = deletes && (await settling.step());
    return (await thinning.step()) || isOld || isLate || isDeleting || isSettling;
  });
  const arrivals = createLogArrivals(connection);
  const noteEnvironments = createEnvironmentNames(connection, intern, rememberMs);
  let closed = false;

  const write = async (received: TelemetryBatch): Promise<WriteResult> => {
    const young = batchSince(await retention.refusedBefore(), received);
    const batch = await deleting.without(young, (log) => logId(storableLog(log, intern)));
    const arriving = spansByTrace(batch.spans, intern);
    const logs = distinctLogs(batch.logs.map((log) => storableLog(log, intern)));
    const [before, fresh] = await Promise.all([stored.spansOf(arriving.keys()), arrivals.newOf(logs)]);
    const spans: StoredSpan[] = [];
    let spansRepeated = 0;
    let spansRefused = 0;
    for (const [traceId, ofTrace] of arriving) {
      const grown = growTrace(before.get(traceId) ?? new Map<string, StoredSpan>(), ofTrace);
      spans.push(...grown.fresh);
      spansRepeated += grown.repeated;
      spansRefused += grown.refused;
    }
    const metrics = batch.metrics ?? [];
    // Before the records: what is not stored when this dies is taken from them when they are sent again.
    await deriver.store(piecesIn(fresh, metrics));
    await Promise.all([
      noteEnvironments(batch),
      counts.store([...metrics.map(usedCountOf), ...spans.map(({ span }) => countOfSpan(span))]),
      connection.insert(
        'log',
        fresh.map(([id, log]) => toLogRecordRow(log, id)),
      ),
      connection.insert(
        'span',
        spans.map(({ span, version }) => toSpanRow(span, version)),
      ),
    ]);
    // Before anything is derived: of what two stored at once, one is left.
    await arrivals.settle(logs);
    // Of what was repeated too: the one who stored it may have died before it derived anything.
    const failed = [...logs].filter(([, log]) => mayBeError(log));
    const { said, instances } = piecesIn(logs, metrics);
    const told = [...arriving.values()].flat().flatMap((span) => [...instanceFactsOfSpan(span)]);
    const gone = spans.flatMap(({ span }) => {
      const replaced = before.get(span.traceId)?.get(span.spanId);
      return replaced === undefined ? [] : [...instanceFactsOfSpan(replaced.span)];
    });
    await Promise.all([
      deriver.derive({
        traceIds: new Set([...arriving.keys(), ...failed.flatMap(([, { traceId }]) => traceId ?? [])]),
        requestIds: new Set(said.map(({ requestId }) => requestId)),
        instances: [...instances, ...told],
        gone,
      }),
      deriver.deriveAlone(failed.filter(([, { traceId }]) => traceId === null)),
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
    async tidy(budgetMs) {
      if (closed) throw new FaaslensError('unavailable', 'The store is closed');
      return work.goOn(budgetMs);
    },
    // The server merges by itself.
    backlog: () => 0,
    keep: thinning.use,
    keptSinceNs: () => retention.knownNs,
    async close() {
      closed = true;
      await connection.close();
      if (upkeep !== connection) await upkeep.close();
    },
  };
}
