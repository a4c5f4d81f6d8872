import { parseTextQuery } from '../derive/text-query';
import type { LogFilters } from '../store';
import type { Owners } from './owners';
import { Conditions, idText } from './statement';

/** Records have it from their resource. */
const SERVICE = 'service.name';

/** What is asked of log records besides their time. */
export function logConditions(query: LogFilters, owners: Owners): Conditions {
  const conditions = new Conditions().andIf(query.environment, 'environment = ?');
  for (const [column, text, digits] of [
    ['trace_id', query.traceId, 32],
    ['span_id', query.spanId, 16],
  ] as const) {
    if (text === undefined) continue;
    const id = idText(text, digits);
    if (id === null) conditions.and('false');
    else conditions.and(`${column} = ?`, id);
  }
  if (query.minSeverity !== undefined) conditions.and('severity >= ?', query.minSeverity);
  if (query.maxSeverity !== undefined) conditions.and('severity <= ?', query.maxSeverity);
  for (const phrase of (query.q === undefined ? null : parseTextQuery(query.q))?.phrases ?? [])
    conditions.and('hasSubstr(words, ?)', phrase);
  for (const { key, value } of query.attributes ?? []) {
    if (key === SERVICE) conditions.and('service = ?', value);
    else conditions.and('mapContains(texts, ?) AND texts[?] = ?', key, key, value);
  }
  return query.functionId === undefined ? conditions : owners.narrow(conditions, query.functionId);
}
