import { HOUR_NS } from './retention/floor';

/** The start of the hour in which an invocation starts. */
export const HOUR_OF = `intDiv(i.start_ns, ${HOUR_NS}) * ${HOUR_NS}`;

/** Of a dependency that was only waited for. */
const NO_KIND = 255;

/** What was called and waited for in each hour, as the columns of `HOUR_CALL`. `rows`: the invocations, from `FROM` on; `beside`: a constant after the columns. */
export function callsByHour(rows: string, beside = ''): string {
  return `SELECT function_id, dependency, start_ns, any(environment),
       min(kind), sum(calls) + sum(invocations), sum(calls), sum(errors), sumMap(buckets),
       sum(invocations), sum(waited_ns), sum(waiting_cost)${beside === '' ? '' : `, ${beside}`}
     FROM (
       SELECT function_id, dependency, start_ns, environment, number AS kind, toUInt64(length(durations)) AS calls,
         toUInt64(failed) AS errors, (durations, arrayMap(bucket -> toUInt64(1), durations)) AS buckets,
         toUInt64(0) AS invocations, toInt128(0) AS waited_ns, toInt128(0) AS waiting_cost
       FROM (SELECT i.function_id AS function_id, i.environment AS environment, ${HOUR_OF} AS start_ns, i.called AS names,
               i.call_kinds AS numbers, i.call_errors AS errors_of, i.call_buckets AS times ${rows})
       ARRAY JOIN names AS dependency, numbers AS number, errors_of AS failed, times AS durations
       UNION ALL
       SELECT function_id, dependency, start_ns, environment, ${NO_KIND}, 0, 0, ([], []), 1, waited, price
       FROM (SELECT i.function_id AS function_id, i.environment AS environment, ${HOUR_OF} AS start_ns,
               i.dependencies AS names, i.waited_ns AS times, i.waiting_cost AS costs ${rows})
       ARRAY JOIN names AS dependency, times AS waited, costs AS price
     ) GROUP BY function_id, dependency, start_ns`;
}
