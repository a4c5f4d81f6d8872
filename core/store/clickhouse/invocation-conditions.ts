import { FaaslensError } from '../../errors';
import { firstNs } from '../derive/times';
import type { InvocationFilter } from '../store';
import { Conditions, contains, idText } from './statement';

/** The request of an invocation, as `requestKeyOfRecord`. */
export const REQUEST_KEY = "coalesce(i.request_key, concat('invocation:', i.invocation_id))";

/** What a filter asks of `invocation AS i`; `isId`: what was typed is the id of an invocation or a trace. */
export function invocationConditions(query: InvocationFilter, isId: boolean): Conditions {
  const [promoted] = query.attributes ?? [];
  if (promoted)
    throw new FaaslensError('invalid_input', `attributes: ${promoted.key} is not a promoted attribute`);
  const conditions = new Conditions()
    .within('i.start_ns', query.range)
    .andIf(query.environment, 'i.environment = ?')
    .andIf(query.functionId, 'i.function_id = ?')
    .andIf(query.outcome, 'i.outcome = ?')
    .andIf(query.requestKey, `${REQUEST_KEY} = ?`)
    .andIf(query.dependency, 'has(i.dependencies, ?)')
    .andIf(query.minCost, 'i.cost >= ?');
  if (query.traceId !== undefined) conditions.and('i.trace_id = ?', idText(query.traceId, 32) ?? '');
  if (query.failed === true) conditions.and("i.outcome != 'ok'");
  if (query.failed === false) conditions.and("i.outcome = 'ok'");
  if (query.coldStart !== undefined) conditions.and(`i.cold_start = ${Number(query.coldStart)}`);
  if (query.minDurationMs !== undefined) conditions.and('i.duration_ns >= ?', firstNs(query.minDurationMs));
  if (query.maxDurationMs !== undefined) conditions.and('i.duration_ns < ?', firstNs(query.maxDurationMs));
  if (query.memoryMb !== undefined)
    conditions.and('ifNull(i.memory_mb, 0) = ?', BigInt(Math.round(query.memoryMb)));
  for (const [column, value] of [
    ['version', query.version],
    ['error_type', query.errorType],
    ['trigger', query.trigger],
    ['architecture', query.architecture],
    ['region', query.region],
    ['provider', query.provider],
    ['runtime', query.runtime],
  ] as const)
    conditions.andIf(value, `ifNull(i.${column}, '') = ?`);
  if (query.q) addText(conditions, query.q, isId);
  return conditions;
}

/** Whether an invocation or trace has the text as its id; what no one types as a part of a name. */
export function namedBy(q: string): Conditions | null {
  const looksLikeId = q.length >= 8 && /\d/.test(q) && !/\s/.test(q);
  return looksLikeId
    ? new Conditions().and('i.invocation_id = ? OR i.trace_id = ?', q, idText(q, 32) ?? '')
    : null;
}

function addText(conditions: Conditions, q: string, isId: boolean): void {
  const named = 'i.invocation_id = ? OR i.trace_id = ?';
  const trace = idText(q, 32) ?? '';
  if (isId) {
    conditions.and(named, q, trace);
    return;
  }
  const parts = ['i.function_name', "ifNull(i.error_type, '')", "ifNull(i.error_message, '')"].map(contains);
  conditions.and(`${parts.join(' OR ')} OR ${named}`, q, q, q, q, trace);
}
