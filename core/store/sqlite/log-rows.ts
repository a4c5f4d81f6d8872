import { resourceFacts } from '../derive/resource-facts';
import type { LogRow } from '../store';
import type { LogFunctions } from './log-functions';
import type { RankedRecord } from './read/newest-records';
import { nsToTimeMs } from './values';

/** A record as it is answered. Its id tells when it was and what it says, so it is the same in every answer. */
export function toLogRow({ log, hash, ordinal }: RankedRecord, functions: LogFunctions): LogRow {
  const owner = functions.ownerOf(log.resource, log.traceId);
  return {
    id: ordinal === 1 ? `${log.timeNs}-${hash}` : `${log.timeNs}-${hash}-${ordinal}`,
    time: nsToTimeMs(log.timeNs),
    severity: log.severity,
    severityText: log.severityText,
    body: log.body,
    service: resourceFacts(log.resource).service,
    functionId: owner?.id ?? null,
    functionName: owner?.name ?? null,
    traceId: log.traceId,
    spanId: log.spanId,
    attributes: log.attributes,
  };
}
