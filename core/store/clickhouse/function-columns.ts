import { amongSettled, notSettled, type SettledDay } from './settled/settled-days';
import { aboutHours } from './split-range';

/**
 * What rows tell of their functions, to be grouped by `function_id`. The facts are those of the newest invocation, one
 * with a span and a sound clock rather than another.
 */
export const FUNCTION_SELECT = `any(i.function_name) AS function_name, any(i.provider) AS provider,
  any(i.account_id) AS account_id, any(i.region) AS region, any(i.environment) AS environment,
  argMax((i.service, i.platform, i.runtime, i.architecture, i.memory_mb, i.timeout_ms, i.version) AS told,
    (i.source != 'platform', i.is_ahead = 0, i.start_ns, i.trace_id, i.span_id) AS rank) AS facts,
  max(rank) AS facts_rank, min(i.start_ns) AS first_ns, maxIf(i.start_ns, i.is_ahead = 0) AS sound_ns,
  max(i.start_ns) AS last_ns`;

/** The same of rows that tell it already, called `seen`: a clock that is ahead counts when there is no other. */
export const SEEN_SELECT = `seen.function_id AS function_id, any(seen.function_name) AS name,
  any(seen.provider) AS provider_name, any(seen.account_id) AS account, any(seen.region) AS region_name,
  any(seen.environment) AS environment_name, argMax(seen.facts, seen.facts_rank) AS told,
  min(seen.first_ns) AS earliest, if(max(seen.sound_ns) > 0, max(seen.sound_ns), max(seen.last_ns)) AS latest`;

/** Rows, and of settled days and what is not kept the hours: one row or more of each function. */
export function seenFunctions(asked: string, days: readonly SettledDay[]): string {
  const where = asked === '' ? 'WHERE true' : asked;
  const columns =
    'function_id, function_name, provider, account_id, region, environment, facts, facts_rank, first_ns, sound_ns, last_ns';
  return `(SELECT ${columns} FROM (SELECT i.function_id AS function_id, ${FUNCTION_SELECT}
      FROM invocation AS i ${where} AND ${notSettled(days)} GROUP BY function_id)
    UNION ALL SELECT ${columns} FROM day_figure AS h ${aboutHours(`${where} AND ${amongSettled(days)}`)}
    UNION ALL SELECT ${columns} FROM hour_figure AS h ${aboutHours(where)}) AS seen`;
}
