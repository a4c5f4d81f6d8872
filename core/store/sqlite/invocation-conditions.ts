import { OUTCOMES } from '../../model/invocation';
import { firstNs } from '../derive/times';
import type { InvocationFilter } from '../invocations';
import { Conditions, contains, containsInterned } from './conditions';
import { hasErrorOf } from './errors/error-invocations';
import type { InvocationIds } from './invocation-ids';
import { ARCHITECTURE_CODES, TRIGGER_CODES, toCode } from './values';

export const IS_AMONG = 'i.id IN (SELECT value FROM json_each(?))';

/** Facts of functions that invocations can be narrowed by. */
const FUNCTION_FACTS = ['region', 'provider', 'runtime'] as const;

/**
 * What a filter asks of an invocation `i`, but for its dependency and its attributes. `isAmongFew`: the rows are few and
 * found by something else.
 */
export function invocationConditions(
  query: InvocationFilter,
  ids: InvocationIds,
  isAmongFew = false,
): Conditions {
  const named = query.q
    ? [...ids.ofTrace(query.q), ...ids.ofInvocation(query.q), ...ids.withoutSpan(query.q, query.range)]
    : [];
  const isId = query.q !== undefined && named.length > 0 && looksLikeId(query.q);
  // Of few rows, the function's and the time are looked at in the rows.
  const isFew = [query.traceId, query.requestKey, query.fingerprint].some((one) => one !== undefined);
  const plus = isAmongFew || isId || isFew ? '+' : '';
  const conditions = new Conditions()
    .within(`${plus}i.start_ns`, query.range)
    // Here always, to keep the search in the range: an environment may have any number of functions.
    .andIf(query.environment, '+i.function_no IN (SELECT no FROM function WHERE environment = ?)')
    .andIf(query.functionId, `${plus}i.function_no = (SELECT no FROM function WHERE id = ?)`);
  if (query.outcome !== undefined) {
    conditions.and(`${plus}i.outcome = ?`, BigInt(OUTCOMES.indexOf(query.outcome)));
  }
  // Said as a constant, so that the partial indexes apply.
  if (query.failed === true || (query.outcome ?? 'ok') !== 'ok') conditions.and('i.outcome <> 0');
  if (query.failed === false) conditions.and('i.outcome = 0');
  if (query.coldStart === true) conditions.and('i.cold_start = 1');
  if (query.coldStart === false) conditions.and('i.cold_start = 0');
  if (query.minDurationMs !== undefined) conditions.and('i.duration_ns >= ?', firstNs(query.minDurationMs));
  if (query.maxDurationMs !== undefined) conditions.and('i.duration_ns < ?', firstNs(query.maxDurationMs));
  addFacts(conditions, query);
  if (query.requestKey !== undefined) {
    conditions.and(IS_AMONG, listOf(ids.ofRequest(query.requestKey, query.range)));
  }
  if (query.traceId !== undefined) conditions.and(IS_AMONG, listOf(ids.ofTrace(query.traceId)));
  if (query.fingerprint !== undefined) conditions.and(...hasErrorOf(query.fingerprint, query.range));
  if (isId) conditions.and(IS_AMONG, listOf(named));
  else if (query.q) {
    addText(conditions, query.q, named);
    // Only what failed has a type and a message of an error.
    if (named.length === 0 && !ids.isInFunctionName(query.q)) conditions.and('i.outcome <> 0');
  }
  return conditions;
}

function addFacts(conditions: Conditions, query: InvocationFilter): void {
  for (const [column, value] of [
    ['i.version', query.version],
    ['i.error_type', query.errorType],
  ] as const) {
    if (value === '') conditions.and(`${column} IS NULL`);
    else if (value !== undefined)
      conditions.and(`${column} = ? OR ${column} = (SELECT id FROM text WHERE value = ?)`, value, value);
  }
  // What failed has an error; said so, the search is among few.
  if (query.errorType) conditions.and('i.outcome <> 0');
  for (const [column, codes, value] of [
    ['i.trigger', TRIGGER_CODES, query.trigger],
    ['i.architecture', ARCHITECTURE_CODES, query.architecture],
  ] as const) {
    if (value !== undefined) conditions.and(`${column} IS ?`, toCode(codes, value || null));
  }
  if (query.memoryMb !== undefined)
    conditions.and('i.memory_mb IS ?', query.memoryMb === 0 ? null : BigInt(Math.round(query.memoryMb)));
  if (query.minCost !== undefined) conditions.and('i.cost_pico_usd >= ?', query.minCost);
  for (const fact of FUNCTION_FACTS) {
    conditions.andIf(
      query[fact],
      `+i.function_no IN (SELECT no FROM function WHERE coalesce(${fact}, '') = ?)`,
    );
  }
}

function addText(conditions: Conditions, q: string, named: readonly bigint[]): void {
  conditions.and(
    [
      `i.function_no IN (SELECT no FROM function WHERE ${contains('name')})`,
      containsInterned('i.error_type'),
      contains("coalesce(i.error_message, '')"),
      IS_AMONG,
    ].join(' OR '),
    q,
    q,
    q,
    q,
    listOf(named),
  );
}

/** What no one types as a part of a name or a message: then the rows need not be looked through. */
function looksLikeId(text: string): boolean {
  return text.length >= 8 && /\d/.test(text) && !/\s/.test(text);
}

export function listOf(ids: readonly bigint[]): string {
  return `[${ids.join(',')}]`;
}
