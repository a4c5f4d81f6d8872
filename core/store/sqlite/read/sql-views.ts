import { OUTCOMES } from '../../../model/invocation';
import { EXECUTION_ITEMS, ORIGIN_ITEMS, STATUSES } from '../executions/execution-columns';
import { ARCHITECTURE_CODES, PRECISION_CODES, SOURCE_CODES, TRIGGER_CODES } from '../values';

/**
 * Rows as people read them, in the place of the tables of the same names, which hold names as numbers. Views of the
 * session's own: the file has none. Money is there twice, in 10^-12 USD for exact sums. SQLite looks through them, so that
 * times and functions still use the indexes.
 */
export const SQL_VIEWS = `
CREATE TEMP VIEW invocation AS SELECT
  ${uuidOf('i.invocation_id')} AS invocation_id,
  lower(hex(i.trace_id)) AS trace_id,
  lower(hex(i.span_id)) AS span_id,
  f.id AS function_id,
  f.name AS function_name,
  f.environment,
  f.region,
  f.provider,
  ${textOf('i.version')} AS version,
  ${nameOf('i.trigger', TRIGGER_CODES)} AS trigger,
  ${nameOf('i.source', SOURCE_CODES)} AS source,
  ${nameOf('i.architecture', ARCHITECTURE_CODES)} AS architecture,
  ${timeOf('i.start_ns')} AS start_time,
  i.start_ns,
  i.duration_ns / 1e6 AS duration_ms,
  i.init_duration_ms,
  i.billed_ns / 1e6 AS billed_duration_ms,
  i.reported_billed_ms,
  i.cold_start,
  ${nameOf('i.outcome', OUTCOMES)} AS outcome,
  ${textOf('i.error_type')} AS error_type,
  i.error_message,
  i.memory_mb,
  i.max_memory_used_mb,
  i.cost_pico_usd / 1e12 AS cost_usd,
  i.cost_pico_usd,
  ${nameOf('i.cost_precision', PRECISION_CODES)} AS cost_precision,
  ${textOf('i.cost_note')} AS cost_note,
  coalesce(i.request_key, 'invocation:' || ${uuidOf('i.invocation_id')}) AS request_key,
  i.execution IS NOT NULL AS platform_reported,
  ${nameOf(`(${saidOf('status')})`, STATUSES)} AS platform_status,
  ${saidOf('durationMs')} AS platform_duration_ms,
  ${saidOf('errorType')} AS platform_error_type,
  (${textOf('i.execution_origin')}) ->> ${ORIGIN_ITEMS.indexOf('instance')} AS platform_instance
FROM main.invocation i CROSS JOIN main.function f ON f.no = i.function_no;

CREATE TEMP VIEW trace AS SELECT
  lower(hex(t.trace_id)) AS trace_id,
  ${textOf('t.root_name')} AS root_name,
  e.name AS environment,
  ${timeOf('t.start_ns')} AS start_time,
  t.start_ns,
  t.duration_ns / 1e6 AS duration_ms,
  t.span_count,
  t.error_count,
  t.invocation_count,
  t.cost_pico_usd / 1e12 AS cost_usd,
  t.cost_pico_usd
FROM main.trace t CROSS JOIN main.environment e ON e.id = t.environment_id;
`;

/** ISO 8601, as `isoTime` writes it. */
function timeOf(column: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000000 / 1e3, 'unixepoch')`;
}

/** Of a column "text or number" (the table `text`). */
function textOf(column: string): string {
  return `CASE typeof(${column}) WHEN 'integer' THEN (SELECT value FROM main.text WHERE id = ${column}) ELSE ${column} END`;
}

/** Of a column of codes: the position in the list, or a text that is not in it. */
function nameOf(column: string, names: readonly string[]): string {
  const cases = names.map((name, code) => `WHEN ${code} THEN '${name}'`).join(' ');
  return `CASE ${column} ${cases} ELSE ${column} END`;
}

/** Of what the platform said about the invocation. */
function saidOf(item: (typeof EXECUTION_ITEMS)[number]): string {
  return `i.execution ->> ${EXECUTION_ITEMS.indexOf(item)}`;
}

/** Of an id that is 16 bytes when it is a UUID. */
function uuidOf(column: string): string {
  const hex = `lower(hex(${column}))`;
  const parts = [
    [1, 8],
    [9, 4],
    [13, 4],
    [17, 4],
    [21, 12],
  ].map(([start, length]) => `substr(${hex}, ${start}, ${length})`);
  return `CASE typeof(${column}) WHEN 'blob' THEN ${parts.join(" || '-' || ")} ELSE ${column} END`;
}
