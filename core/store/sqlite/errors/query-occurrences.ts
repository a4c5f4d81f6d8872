import type Database from 'better-sqlite3';
import type { FailedInvocation } from '../../../model/errors/failed-invocation';
import { sampleTraces } from '../../../model/errors/seen';
import { errorsOfTrace, type TraceError } from '../../../model/errors/trace-errors';
import type { Span } from '../../../model/telemetry';
import { checkedLimit } from '../../derive/checked-limit';
import { resourceFacts } from '../../derive/resource-facts';
import type { ErrorOccurrence } from '../../errors';
import type { BlockSearch } from '../blocks/block-search';
import { errorLogToken } from '../blocks/tokens';
import { idBytes } from '../conditions';
import type { InvocationsAmong } from '../query-trace';
import { spansOfTrace } from '../trace-lookup';
import { nsToTimeMs } from '../values';
import { parseSeen } from './error-table';
import { errorLogsOf, sourceOf } from './failed-traces';

const MOST_INVOCATIONS = 10_000;

/** Reads the sample traces of a group again, for what is not kept of its errors: stacks, and where they happened. */
export function prepareOccurrences(
  db: Database.Database,
  search: BlockSearch,
  invocationsAmong: InvocationsAmong,
): (query: { readonly fingerprint: string; readonly limit: number }) => readonly ErrorOccurrence[] {
  const seenOf = db.prepare<[Buffer], string>('SELECT seen FROM error_group WHERE fingerprint = ?').pluck();
  const blocks = {
    blocksOfErrorLogs: (traceId: string) =>
      search.find({ keys: [errorLogToken(traceId)] }).map(({ id }) => id),
    load: search.load,
  };
  const errorsIn = (traceId: string): readonly TraceError[] => {
    const spans = spansOfTrace(search, traceId);
    const invocations = invocationsAmong(spans.values(), MOST_INVOCATIONS).map((row): FailedInvocation => {
      const span = spans.get(row.spanId);
      return { ...row, startNs: span?.startNs ?? 0n, origin: originOf(span) };
    });
    const logs = errorLogsOf(traceId, blocks) ?? [];
    return errorsOfTrace({ spans, logs, invocations, sourceOf });
  };

  return ({ fingerprint, limit }) => {
    const most = checkedLimit(limit);
    const seen = seenOf.get(idBytes(fingerprint, 16) ?? Buffer.alloc(0));
    if (seen === undefined) return [];
    return sampleTraces(parseSeen(seen))
      .slice(0, most)
      .flatMap((traceId) => {
        const newest = errorsIn(traceId).findLast((error) => error.fingerprint === fingerprint);
        return newest ? [toOccurrence(newest, traceId)] : [];
      });
  };
}

function toOccurrence(error: TraceError, traceId: string): ErrorOccurrence {
  const { spanId, timeNs, type, message, stack, version, functionId } = error;
  return { traceId, spanId, time: nsToTimeMs(timeNs), type, message, stack, version, functionId };
}

function originOf(span: Span | undefined): string {
  return span === undefined ? '' : resourceFacts(span.resource).originHex;
}
