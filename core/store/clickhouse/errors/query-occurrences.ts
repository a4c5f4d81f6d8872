import { checkedLimit } from '../../derive/checked-limit';
import { nsToTimeMs } from '../../derive/times';
import type { ErrorOccurrence } from '../../errors';
import type { Connection } from '../connection';
import { idList, idText } from '../statement';
import { readSamples, sampleTracesOf } from './group-rows';

interface OccurrenceRow {
  readonly trace: string;
  readonly span: string | null;
  readonly time: string;
  readonly error_type: string;
  readonly text: string;
  readonly frames: string;
  readonly version_name: string | null;
  readonly function: string | null;
}

/** The newest error of a group in each of its sample traces. */
export function prepareOccurrences(
  connection: Connection,
): (query: { readonly fingerprint: string; readonly limit: number }) => Promise<readonly ErrorOccurrence[]> {
  return async ({ fingerprint, limit }) => {
    const most = checkedLimit(limit);
    const id = idText(fingerprint, 16);
    if (id === null) return [];
    const [sample] = await readSamples(connection, [id]);
    const traceIds = sampleTracesOf(sample).slice(0, most);
    if (traceIds.length === 0) return [];
    const rows = await connection.ask<OccurrenceRow>(
      `SELECT e.trace_id AS trace, e.span_id AS span, e.time_ns AS time, e.type AS error_type, e.message AS text,
         e.stack AS frames, e.version AS version_name, e.function_id AS function
       FROM error AS e WHERE e.fingerprint = '${id}' AND e.trace_id IN ${idList(traceIds)}
       ORDER BY e.time_ns DESC LIMIT 1 BY e.trace_id`,
    );
    const byTrace = new Map(rows.map((row) => [row.trace, row]));
    return traceIds.flatMap((traceId) => {
      const row = byTrace.get(traceId);
      return row === undefined ? [] : [toOccurrence(row)];
    });
  };
}

function toOccurrence(row: OccurrenceRow): ErrorOccurrence {
  return {
    traceId: row.trace,
    spanId: row.span,
    time: nsToTimeMs(BigInt(row.time)),
    type: row.error_type,
    message: row.text,
    stack: row.frames,
    version: row.version_name,
    functionId: row.function,
  };
}
