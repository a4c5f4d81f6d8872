import { databaseError } from '../../database/errors';
import { openDatabase } from '../../database/open';
import { FaaslensError } from '../../errors';
import type { TelemetryReader } from '../store';
import { prepareAlertFigures } from './alerts/alert-figures';
import { prepareBlockSearch } from './blocks/block-search';
import { prepareBlockVolume } from './blocks/block-volume';
import { prepareDependencyFilter } from './costs/dependency-filter';
import { prepareCosts } from './costs/query-costs';
import { prepareSizes } from './costs/query-sizes';
import { prepareDependencies } from './dependencies/query-dependencies';
import { prepareErrorZones } from './errors/error-invocations';
import { prepareErrors } from './errors/query-errors';
import { prepareOccurrences } from './errors/query-occurrences';
import { prepareBreakdown } from './explore/query-breakdown';
import { prepareColdStarts } from './explore/query-cold-starts';
import { prepareDifferences } from './explore/query-differences';
import { prepareFunctionSeries } from './explore/query-function-series';
import { prepareHeatmap } from './explore/query-heatmap';
import { prepareVariants } from './explore/query-variants';
import { createInvocationIds } from './invocation-ids';
import { prepareInvocationLookup } from './invocation-lookup';
import { prepareInvocationSearch } from './invocation-search';
import { prepareZones } from './invocation-zones';
import { prepareLogFunctions } from './log-functions';
import { prepareAttributeFilter } from './promoted/attribute-filter';
import { preparePromoted } from './promoted/query-promoted';
import { prepareAttempts } from './query-attempts';
import { prepareAttributeGroups } from './query-attribute-groups';
import { prepareEnvironments } from './query-environments';
import { prepareFigures } from './query-figures';
import { prepareFunctions } from './query-functions';
import { prepareInvocations } from './query-invocations';
import { prepareLinksTo } from './query-links';
import { prepareLogArrivals } from './query-log-arrivals';
import { prepareLogCounts } from './query-log-counts';
import { prepareLogs } from './query-logs';
import { prepareTraceOfSpan } from './query-span-trace';
import { prepareTrace } from './query-trace';
import { prepareTraces } from './query-traces';
import { prepareRollups } from './read-rollups';

/** Opens a migrated database file for reading telemetry; refuses every change. */
export function openSqliteReader(databaseFile: string, now = () => performance.now()): TelemetryReader {
  const db = openDatabase(databaseFile, { readonly: true });
  const addRollups = prepareRollups(db);
  const figures = prepareFigures(db, addRollups);
  const functions = prepareFunctions(db, addRollups);
  const search = prepareBlockSearch(db);
  const volume = prepareBlockVolume(db);
  const lookup = prepareInvocationLookup(db);
  const ids = createInvocationIds(search, lookup);
  const found = prepareInvocationSearch(
    lookup,
    ids,
    prepareAttributeFilter(db),
    prepareDependencyFilter(db),
    prepareZones(db),
    prepareErrorZones(db),
  );
  const invocations = prepareInvocations(lookup, found);
  const variants = prepareVariants(db, addRollups);
  const promoted = preparePromoted(db);
  const trace = prepareTrace(search, invocations.ofTrace);
  const errors = prepareErrors(db, search);
  const logFunctions = prepareLogFunctions(db, search);
  const alerts = prepareAlertFigures(db);

  /** One read sees one state of the database, also when it asks several times. */
  const asking =
    <Query extends unknown[], Answer>(question: (...query: Query) => Answer) =>
    async (...query: Query): Promise<Answer> => {
      if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
      try {
        return db.transaction(() => question(...query)).deferred();
      } catch (error) {
        throw databaseError(error, databaseFile);
      }
    };

  return {
    totals: asking(figures.totals),
    series: asking(figures.series),
    functions: asking(functions.functions),
    function: asking(functions.function),
    environments: asking(prepareEnvironments(db)),
    invocations: asking(invocations.invocations),
    attempts: asking(prepareAttempts(search, lookup, ids)),
    traces: asking(prepareTraces(db, search)),
    trace: asking(trace.trace),
    span: asking(trace.span),
    spans: asking(trace.spans),
    traceOfSpan: asking(prepareTraceOfSpan(search, now)),
    linksTo: asking(prepareLinksTo(search)),
    logs: asking(prepareLogs(search, logFunctions)),
    logCounts: asking(prepareLogCounts(search, volume, logFunctions, now)),
    logArrivals: asking(prepareLogArrivals(db, search, logFunctions)),
    attributeGroups: asking(prepareAttributeGroups(search, volume, logFunctions, now)),
    promotedAttributes: asking(promoted.promotedAttributes),
    invocationGroups: asking(promoted.invocationGroups),
    costs: asking(prepareCosts(db, addRollups, figures.totals)),
    sizes: asking(prepareSizes(db)),
    dependencies: asking(prepareDependencies(db)),
    errors: asking(errors.errors),
    error: asking(errors.error),
    errorOccurrences: asking(prepareOccurrences(db, search, invocations.ofTrace)),
    keptSince: asking(alerts.keptSince),
    functionFigures: asking(alerts.functionFigures),
    invocationFigures: asking(alerts.invocationFigures),
    dependencyFigures: asking(alerts.dependencyFigures),
    lastRuns: asking(alerts.lastRuns),
    throttledAttempts: asking(alerts.throttledAttempts),
    newErrors: asking(alerts.newErrors),
    heatmap: asking(prepareHeatmap(db)),
    variants: asking(variants.variants),
    deployments: asking(variants.deployments),
    functionSeries: asking(prepareFunctionSeries(db)),
    coldStarts: asking(prepareColdStarts(db)),
    breakdown: asking(prepareBreakdown(db, found)),
    differences: asking(prepareDifferences(db, found, search, now)),
    async close() {
      db.close();
    },
  };
}
