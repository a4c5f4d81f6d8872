import type { DeletionQuery } from '../../deletions';
import type { Connection } from '../connection';
import { readOwners } from '../owners';
import { Conditions, idText } from '../statement';

/** What a deletion is about. */
export interface Doomed {
  readonly traceIds: readonly string[];
  /** Ids of log records without a trace. */
  readonly looseLogs: readonly string[];
  /** Invocations without a span, and the request ids by which their platform speaks of them. */
  readonly orphans: readonly { readonly trace: string; readonly part: string; readonly request: string }[];
}

const NOTHING: Doomed = { traceIds: [], looseLogs: [], orphans: [] };

/** Finds what is stored of it, at most so many traces, records and invocations. */
export async function findDoomed(
  connection: Connection,
  { range, traceId, functionId, attribute }: DeletionQuery,
  most: number,
): Promise<Doomed> {
  const inTime = (column: string) => new Conditions().within(column, range);
  const tracesOf = async (table: string, conditions: Conditions): Promise<readonly string[]> => {
    const rows = await connection.ask<{ trace_id: string }>(
      `SELECT DISTINCT trace_id FROM ${table} ${conditions.where} AND trace_id != '' LIMIT ${most}`,
      conditions.values,
    );
    return rows.map(({ trace_id }) => trace_id);
  };
  const looseOf = async (conditions: Conditions): Promise<readonly string[]> => {
    const rows = await connection.ask<{ id: string }>(
      `SELECT DISTINCT id FROM log FINAL ${conditions.where} AND trace_id = '' LIMIT ${most}`,
      conditions.values,
    );
    return rows.map(({ id }) => id);
  };

  if (traceId !== undefined) {
    const conditions = new Conditions().and('trace_id = ?', idText(traceId, 32) ?? '');
    const found = [await tracesOf('span FINAL', conditions), await tracesOf('log FINAL', conditions)].flat();
    return { ...NOTHING, traceIds: found.slice(0, 1) };
  }

  if (attribute !== undefined) {
    const says = (column: string) =>
      inTime(column).and(
        'mapContains(texts, ?) AND texts[?] = ?',
        attribute.key,
        attribute.key,
        attribute.value,
      );
    const [ofSpans, ofLogs, looseLogs] = await Promise.all([
      tracesOf('span FINAL', says('start_ns')),
      tracesOf('log FINAL', says('time_ns')),
      looseOf(says('time_ns')),
    ]);
    return { ...NOTHING, traceIds: unique(ofSpans, ofLogs), looseLogs };
  }

  const ofFunction = new Conditions()
    .and("i.source != 'platform'")
    .happened('i.start_ns', range)
    .andIf(functionId, 'i.function_id = ?');
  const logs = inTime('time_ns');
  if (functionId !== undefined)
    logs.and('has(?, origin)', (await readOwners(connection)).originsOnlyOf(functionId));
  const platform = new Conditions()
    .and("i.source = 'platform'")
    .happened('i.start_ns', range)
    .andIf(functionId, 'i.function_id = ?');
  const [ofSpans, ofLogs, looseLogs, orphans] = await Promise.all([
    functionId === undefined
      ? tracesOf('span FINAL', inTime('start_ns'))
      : connection
          .ask<{ trace: string }>(
            `SELECT DISTINCT i.trace_id AS trace FROM invocation AS i ${ofFunction.where} LIMIT ${most}`,
            ofFunction.values,
          )
          .then((rows) => rows.map(({ trace }) => trace)),
    tracesOf('log FINAL', logs),
    looseOf(logs),
    connection.ask<Doomed['orphans'][number]>(
      `SELECT i.trace_id AS trace, i.span_id AS part, ifNull(i.invocation_id, '') AS request
       FROM invocation AS i ${platform.where} LIMIT ${most}`,
      platform.values,
    ),
  ]);
  return { traceIds: unique(ofSpans, ofLogs), looseLogs, orphans };
}

function unique(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
