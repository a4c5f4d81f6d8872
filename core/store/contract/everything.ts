import type { ErrorDetail } from '../errors';
import type { SeriesPoint, TelemetryReader } from '../store';
import { DAY } from './fixtures';

const GROUPINGS = ['function', 'outcome', 'line', 'dependency', 'version'] as const;

const LIST = { range: DAY, limit: 1000 };

/** Everything derived: what stays the same when the details of traces are removed. */
export async function derivedIn(reader: TelemetryReader): Promise<unknown> {
  const figures = await figuresIn(reader);
  const details = await Promise.all(figures.traces.map(({ traceId }) => reader.trace(traceId, 1000)));
  return {
    ...figures,
    details: details.map(
      (trace) =>
        trace && {
          ...trace,
          spans: trace.spans.map(({ eventCount, logCount, isThinned, callTo, ...span }) => span),
        },
    ),
  };
}

/** Everything a reader can say about the day of the fixtures, for comparing two stores. Ids of log records differ. */
export async function everythingIn(reader: TelemetryReader) {
  const figures = await figuresIn(reader);
  const { items: logs } = await reader.logs(LIST);
  // A trace and its spans are read together, since an engine may read the same rows for both.
  const read = await Promise.all(
    figures.traces.map(({ traceId }) =>
      Promise.all([reader.trace(traceId, 1000), reader.spans(traceId, 1000)]),
    ),
  );
  return {
    ...figures,
    details: read.map(([trace]) => trace),
    spans: read.map(([, spans]) => spans),
    triggers: (await reader.attributeGroups({ ...LIST, key: 'faas.trigger', budgetMs: 60_000 })).groups,
    logs: logs.map(({ id, ...row }) => row).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    logsPerFunction: await Promise.all(
      figures.functions.map(async ({ function: { id } }) => {
        const { items } = await reader.logs({ ...LIST, functionId: id });
        return items.map(({ body }) => body).sort();
      }),
    ),
  };
}

/** Lists and figures. */
async function figuresIn(reader: TelemetryReader) {
  const { items: functions } = await reader.functions(LIST);
  const { items: invocations } = await reader.invocations(LIST);
  const { items: traces } = await reader.traces(LIST);
  const { items: errors } = await reader.errors(LIST);
  return {
    totals: await reader.totals({ range: DAY }),
    series: (await reader.series({ range: DAY, stepMs: 3_600_000 })).filter(saysSomething),
    perMinute: (await reader.series({ range: DAY, stepMs: 60_000 })).filter(saysSomething),
    costs: await Promise.all(GROUPINGS.map((by) => reader.costs({ ...LIST, groupBy: { by } }))),
    sizes: await reader.sizes(LIST),
    dependencies: await reader.dependencies(LIST),
    environments: await reader.environments(),
    errors: await Promise.all(
      errors.map(async ({ fingerprint }) => withoutEmpty(await reader.error({ fingerprint, range: DAY }))),
    ),
    errorsOfFunctions: await Promise.all(
      functions.map(async ({ function: { id } }) => (await reader.errors({ ...LIST, functionId: id })).items),
    ),
    functions,
    invocations,
    traces,
  };
}

function saysSomething({ invocations, throttles, coverage }: SeriesPoint): boolean {
  return invocations > 0 || throttles !== null || coverage !== null;
}

function withoutEmpty(error: ErrorDetail | null) {
  return error && { ...error, series: error.series.filter(({ count }) => count > 0) };
}
