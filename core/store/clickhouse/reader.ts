import { nsToTimeMs } from '../derive/times';
import type { TelemetryReader } from '../store';
import { prepareDependencyFigures } from './alerts/dependency-figures';
import { prepareLastRuns } from './alerts/last-runs';
import { prepareNewErrors } from './alerts/new-errors';
import { prepareRowFigures } from './alerts/row-figures';
import type { Connection } from './connection';
import { prepareCosts } from './costs/query-costs';
import { prepareSizes } from './costs/query-sizes';
import { prepareErrors } from './errors/query-errors';
import { prepareOccurrences } from './errors/query-occurrences';
import { prepareCounts } from './executions/query-counts';
import { prepareBreakdown } from './explore/query-breakdown';
import { prepareColdStarts } from './explore/query-cold-starts';
import { prepareDifferences } from './explore/query-differences';
import { prepareFunctionSeries } from './explore/query-function-series';
import { prepareHeatmap } from './explore/query-heatmap';
import { prepareVariants } from './explore/query-variants';
import { prepareInvocationSearch } from './invocation-search';
import { readPromoted } from './promoted/promoted-list';
import { prepareInvocationGroups } from './promoted/query-groups';
import { prepareAttempts } from './query-attempts';
import { prepareAttributeGroups } from './query-attribute-groups';
import { prepareDependencies } from './query-dependencies';
import { prepareFigures } from './query-figures';
import { prepareFunctions } from './query-functions';
import { prepareInvocations } from './query-invocations';
import { prepareLogArrivals } from './query-log-arrivals';
import { prepareLogCounts } from './query-log-counts';
import { prepareLogs } from './query-logs';
import { prepareTrace } from './query-trace';
import { prepareTraces } from './query-traces';
import { readFiguresSince } from './retention/floor';

/** Reads telemetry through a connection, which it closes in the end. */
export function createClickHouseReader(connection: Connection): TelemetryReader {
  const counts = prepareCounts(connection);
  const figures = prepareFigures(connection, counts.counted);
  const functions = prepareFunctions(connection, counts.counted);
  const search = prepareInvocationSearch(connection);
  const invocations = prepareInvocations(connection, search);
  const variants = prepareVariants(connection);
  const trace = prepareTrace(connection, invocations.ofTrace);
  const errors = prepareErrors(connection);
  const alerts = prepareRowFigures(connection);
  return {
    totals: figures.totals,
    series: figures.series,
    functions: functions.functions,
    function: functions.function,
    async environments() {
      const rows = await connection.ask<{ name: string }>('SELECT name FROM environment FINAL ORDER BY name');
      return rows.map(({ name }) => name);
    },
    invocations: invocations.invocations,
    attempts: prepareAttempts(connection),
    traces: prepareTraces(connection),
    trace: trace.trace,
    span: trace.span,
    spans: trace.spans,
    traceOfSpan: trace.traceOfSpan,
    linksTo: trace.linksTo,
    attributeGroups: prepareAttributeGroups(connection),
    logs: prepareLogs(connection),
    logCounts: prepareLogCounts(connection),
    logArrivals: prepareLogArrivals(connection),
    dependencies: prepareDependencies(connection),
    costs: prepareCosts(connection, figures.totals),
    sizes: prepareSizes(connection),
    errors: errors.errors,
    error: errors.error,
    errorOccurrences: prepareOccurrences(connection),
    keptSince: async () => nsToTimeMs(await readFiguresSince(connection)),
    functionFigures: alerts.functionFigures,
    invocationFigures: alerts.invocationFigures,
    dependencyFigures: prepareDependencyFigures(connection),
    lastRuns: prepareLastRuns(connection),
    throttledAttempts: counts.throttledAttempts,
    newErrors: prepareNewErrors(connection),
    promotedAttributes: () => readPromoted(connection),
    invocationGroups: prepareInvocationGroups(connection),
    heatmap: prepareHeatmap(connection),
    variants: variants.variants,
    deployments: variants.deployments,
    functionSeries: prepareFunctionSeries(connection),
    coldStarts: prepareColdStarts(connection),
    breakdown: prepareBreakdown(connection, search),
    differences: prepareDifferences(connection, search),
    close: () => connection.close(),
  };
}
