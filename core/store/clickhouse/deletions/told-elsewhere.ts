import { instanceFactToText } from '../../derive/instance-fact-text';
import { createResourcePool } from '../../derive/resource-pool';
import type { Connection } from '../connection';
import { prepareInvocationRows } from '../executions/invocation-rows';
import { piecesIn } from '../executions/pieces';
import { LOG_COLUMNS, type LogRecordRow, toLog } from '../log-row';
import { instanceFactsOfSpan, SPAN_COLUMNS, type SpanRow, toSpan } from '../span-row';
import { idList } from '../statement';
import type { Doomed } from './find-doomed';

/** What is to go tells of something else, too, and what it told has to go with it. */
export interface ToldElsewhere {
  /** Of executions that are no invocation, and would become one. What was said of an invocation is part of it. */
  readonly requestIds: readonly string[];
  /** Of instances, as the texts that `instanceFactToText` makes. */
  readonly facts: readonly string[];
}

/** Lines of the platform are short; what it says of an instance names its kind. */
const MAY_TELL = `length(body) <= 16384 AND (startsWith(body, 'INIT_REPORT ') OR position(body, '"platform.') > 0
  OR position(attributes, '"platform.') > 0)`;

/** To be asked while all of it is stored. */
export async function toldElsewhere(
  connection: Connection,
  { traceIds, looseLogs }: Pick<Doomed, 'traceIds' | 'looseLogs'>,
): Promise<ToldElsewhere> {
  const ids = idList(looseLogs);
  const [said, lines, spans] = await Promise.all([
    connection.ask<{ request: string }>(
      `SELECT DISTINCT request_id AS request FROM said WHERE piece IN ${ids}`,
    ),
    connection.ask<LogRecordRow>(`SELECT ${LOG_COLUMNS} FROM log FINAL WHERE id IN ${ids} AND ${MAY_TELL}`),
    connection.ask<SpanRow>(
      `SELECT ${SPAN_COLUMNS} FROM span FINAL WHERE trace_id IN ${idList(traceIds)} AND tells_of != ''`,
    ),
  ]);
  const requestIds = said.map(({ request }) => request);
  const invoked = await prepareInvocationRows(connection).ofRequests(requestIds);
  const known = new Set(invoked.map(({ request }) => request));
  const intern = createResourcePool();
  const { instances } = piecesIn(
    lines.map((row) => [row.id, toLog(row, intern)] as const),
    [],
  );
  const ofSpans = spans.flatMap((row) => [...instanceFactsOfSpan(toSpan(row, intern))]);
  return {
    requestIds: requestIds.filter((id) => !known.has(id)),
    facts: [...instances, ...ofSpans].map(instanceFactToText),
  };
}
