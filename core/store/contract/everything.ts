import type { ErrorDetail } from '../errors';
import type { SeriesPoint, TelemetryReader } from '../store';
import { DAY } from './fixtures';

const GROUPINGS = ['function', 'outcome', 'line', 'dependency', 'version'] as const;

/** All of it that is derived: what stays as it is when the details of traces go. */
export async function derivedIn(reader: TelemetryReader): Promise<unknown> {
  const { spans, triggers, logs, logsPerFunction, details, ...derived } = await everythingIn(reader);
  return {
    ...derived,
    details: details.map(
      (trace) =>
        trace && {
          ...trace,
          spans: trace.spans.map(({ eventCount, logCount, isThinned, callTo, ...span }) => span),
        },
    ),
  };
}

/** All that a reader can tell about the day of the fixtures, for comparing two stores. Ids of log records differ. */
export async function everythingIn(reader: TelemetryReader) {
  const list = { range: DAY, limit: 1000 };
  const { items: functions } = await reader.functions(list);
  const { items: invocations } = await reader.invocations(list);
  const { items: traces } = await reader.traces(list);
  const { items: logs } = await reader.logs(list);
  const { items: errors } = await reader.errors(list);
  const ids = traces.map(({ traceId }) => traceId);
  const details = await Promise.all(ids.map((id) => reader.trace(id, 1000)));
  const spans = details.flatMap((trace) => trace?.spans.map((one) => [trace.traceId, one.spanId]) ?? []);
  return {
    totals: await reader.totals({ range: DAY }),
    series: (await reader.series({ range: DAY, stepMs: 3_600_000 })).filter(saysSomething),
    perMinute: (await reader.series({ range: DAY, stepMs: 60_000 })).filter(saysSomething),
    costs: await Promise.all(GROUPINGS.map((by) => reader.costs({ ...list, groupBy: { by } }))),
    sizes: await reader.sizes(list),
    dependencies: await reader.dependencies(list),
    environments: await reader.environments(),
    errors: await Promise.all(
      errors.map(async ({ fingerprint }) => withoutEmpty(await reader.error({ fingerprint, range: DAY }))),
    ),
    errorsOfFunctions: await Promise.all(
      functions.map(async ({ function: { id } }) => (await reader.errors({ ...list, functionId: id })).items),
    ),
    functions,
    invocations,
    traces,
    details,
    spans: await Promise.all(spans.map(([trace = '', id = '']) => reader.span(trace, id))),
    triggers: (await reader.attributeGroups({ ...list, key: 'faas.trigger', budgetMs: 60_000 })).groups,
    logs: logs.map(({ id, ...row }) => row).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    logsPerFunction: await Promise.all(
      functions.map(async ({ function: { id } }) => {
        const { items } = await reader.logs({ ...list, functionId: id });
        return items.map(({ body }) => body).sort();
      }),
    ),
  };
}

function saysSomething({ invocations, throttles, coverage }: SeriesPoint): boolean {
  return invocations > 0 || throttles !== null || coverage !== null;
}

function withoutEmpty(error: ErrorDetail | null) {
  return error && { ...error, series: error.series.filter(({ count }) => count > 0) };
}
