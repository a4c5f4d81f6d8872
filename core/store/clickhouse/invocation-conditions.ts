import { FaaslensError } from '../../errors';
import { LONGEST_VALUE } from '../derive/attribute-text';
import { firstNs } from '../derive/times';
import type { AttributeCondition, InvocationFilter } from '../store';
import { withinDays } from './days';
import { Conditions, contains, idText } from './statement';

/** The request of an invocation, as `requestKeyOfRecord`. */
export const REQUEST_KEY = "coalesce(i.request_key, concat('invocation:', i.invocation_id))";

/** What a filter asks of `invocation AS i`; `isId`: what was typed is the id of an invocation or a trace. */
export function invocationConditions(query: InvocationFilter, isId: boolean): Conditions {
  const conditions = new Conditions()
    .happened('i.start_ns', query.range)
    .andIf(query.environment, 'i.environment = ?')
    .andIf(query.functionId, 'i.function_id = ?')
    .andIf(query.outcome, 'i.outcome = ?')
    .andIf(query.requestKey, `${REQUEST_KEY} = ?`)
    .andIf(query.dependency, 'has(i.dependencies, ?)')
    .andIf(query.called, 'has(i.called, ?)')
    .andIf(
      query.failedCall,
      'arrayExists((name, errors) -> name = ? AND errors > 0, i.called, i.call_errors)',
    )
    .andIf(query.minCost, 'i.cost >= ?');
  if (query.fingerprint !== undefined)
    conditions.and(
      `(i.trace_id, i.span_id) IN (SELECT e.trace_id, e.invocation FROM error AS e
        WHERE e.fingerprint = ? AND (${withinDays('e.day', query.range)}))`,
      idText(query.fingerprint, 16) ?? '',
    );
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
  for (const one of query.attributes ?? []) addAttribute(conditions, one);
  if (query.q) addText(conditions, query.q, isId);
  return conditions;
}

function addAttribute(conditions: Conditions, { key, value, min, max }: AttributeCondition): void {
  conditions.and('mapContains(i.values, ?)', key);
  if (value !== undefined) conditions.and('i.values[?] = ?', key, value.slice(0, LONGEST_VALUE));
  for (const [bound, sign] of [
    [min, '>='],
    [max, '<='],
  ] as const) {
    if (bound === undefined) continue;
    if (!Number.isFinite(bound))
      throw new FaaslensError('invalid_input', `attribute ${key}: must be a number`);
    conditions.and(`mapContains(i.numbers, ?) AND i.numbers[?] ${sign} ?`, key, key, bound);
  }
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
