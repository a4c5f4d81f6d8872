export const START_MS = Date.UTC(2026, 4, 6);
export const HOUR_MS = 3_600_000;
/** A whole day, of which ClickHouse has added up the hours. */
export const RANGE = { fromMs: START_MS, toMs: START_MS + 24 * HOUR_MS };
/** Is promoted in both engines. */
export const PROMOTED = 'http.response.status_code';

const LIST = { range: RANGE, limit: 1000 };
const GROUPINGS = ['function', 'outcome', 'line', 'dependency', 'version'];
const COUNTED = ['invocations', 'error', 'coldStarts', 'durationSumNs', 'durationMaxNs', 'costPicoUsd'];

/** What engines answer in an order, or of a time, of their own; the contract battery holds them to it. */
export const NOT_COMPARED = {
  logArrivals: 'the order of arrival is the own of each engine',
  linksTo: 'nothing of the workload is linked',
  throttledAttempts: 'no platform counts in the workload',
  close: 'no question',
};

const by = (nameOf) => (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1);
const functionsOf = async (reader) => (await reader.functions(LIST)).items;
const busiestOf = async (reader) =>
  (await functionsOf(reader))
    .toSorted((a, b) => b.totals.invocations - a.totals.invocations)
    .slice(0, 2)
    .map((one) => one.function.id);
const ofBusiest = async (reader, ask) =>
  Promise.all((await busiestOf(reader)).map(async (id) => [id, await ask(id)]));
const errorsOf = async (reader) =>
  (await reader.errors(LIST)).items.toSorted(by(({ fingerprint }) => fingerprint));
const tracesOf = async (reader) => (await reader.traces({ ...LIST, errorsOnly: true })).items;
const ofTraces = async (reader, ask) =>
  Promise.all((await tracesOf(reader)).slice(0, 3).map(({ traceId }) => ask(traceId)));

/** Columns as sums of each group and minute: engines may answer them in parts, and in any order. */
function summed({ groups, group, minute, counts }) {
  const sums = new Map();
  for (const [row, place] of group.entries()) {
    const { functionId = '', detail = '' } = groups[place] ?? {};
    const key = `${functionId} ${detail} ${minute[row]}`;
    const sum = sums.get(key) ?? {};
    sums.set(key, sum);
    for (const [name, column] of Object.entries(counts))
      sum[name] =
        name === 'durationMaxNs' ? Math.max(sum[name] ?? 0, column[row]) : (sum[name] ?? 0) + column[row];
  }
  return [...sums].sort(by(([key]) => key));
}

/** Every figure of the screens and of alerts, by what it is; lists in an order of their own are sorted. */
export const FIGURES = {
  'the overview': (reader) => reader.totals({ range: RANGE }),
  'the overview of one environment': (reader) => reader.totals({ range: RANGE, environment: 'staging' }),
  'the series of the overview, a minute each': (reader) => reader.series({ range: RANGE, stepMs: 60_000 }),
  environments: (reader) => reader.environments(),
  'since when rows are kept': (reader) => reader.keptSince(),
  'the functions with their figures': (reader) => reader.functions(LIST),
  'single functions': (reader) => ofBusiest(reader, (id) => reader.function(id)),
  'the series of each function': async (reader) => {
    const ids = (await functionsOf(reader)).map((one) => one.function.id);
    const series = await reader.functionSeries({ range: RANGE, stepMs: 600_000, functionIds: ids });
    return series.toSorted(by(({ functionId }) => functionId));
  },
  'the percentiles of the busiest functions': (reader) =>
    ofBusiest(reader, async (functionId) => [
      (await reader.totals({ range: RANGE, functionId })).durationMs,
      await reader.variants({ functionId, range: RANGE }),
    ]),
  'cold starts of the busiest functions': (reader) =>
    ofBusiest(reader, (functionId) => reader.coldStarts({ ...LIST, functionId })),
  ...Object.fromEntries(
    GROUPINGS.map((name) => [
      `costs by ${name}`,
      async (reader) => {
        const costs = await reader.costs({ ...LIST, groupBy: { by: name } });
        return { ...costs, groups: costs.groups.toSorted(by((one) => `${one.key} ${one.function?.id}`)) };
      },
    ]),
  ),
  'costs by an attribute': (reader) => reader.costs({ ...LIST, groupBy: { by: 'attribute', key: PROMOTED } }),
  'costs by memory size': async (reader) =>
    (await reader.sizes(LIST)).toSorted(by(({ functionId }) => functionId)),
  'calls and waiting': (reader) => reader.dependencies(LIST),
  'the groups of errors': errorsOf,
  'single groups of errors, and where they happened': async (reader) =>
    Promise.all(
      (await errorsOf(reader))
        .slice(0, 3)
        .map(async ({ fingerprint }) => [
          await reader.error({ fingerprint, range: RANGE }),
          await reader.errorOccurrences({ fingerprint, limit: 10 }),
        ]),
    ),
  'the heatmap of durations': async (reader) => {
    const { steps, bands, cells } = await reader.heatmap({ range: RANGE, stepMs: 300_000 });
    return { steps, bands, cells: cells.toSorted((a, b) => a.step - b.step || a.band - b.band) };
  },
  deployments: async (reader) =>
    (await reader.deployments(LIST)).toSorted(by(({ at, functionId }) => `${at} ${functionId}`)),
  'invocations by each field': (reader) =>
    reader.breakdown({
      ...LIST,
      fields: ['function', 'outcome', 'coldStart', 'version', 'region', 'errorType'],
      byAttributes: [PROMOTED],
    }),
  'what failed invocations have in common': async (reader) => {
    const selected = { range: RANGE, failed: true };
    const found = await reader.differences({
      selected,
      among: { range: RANGE },
      sample: 1000,
      budgetMs: 60_000,
    });
    const keys = found.keys.map(({ values, ...key }) => ({
      ...key,
      values: values.toSorted(by(({ value }) => value)),
    }));
    return { ...found, keys: keys.toSorted(by(({ kind, key }) => `${kind} ${key}`)) };
  },
  'promoted attributes': async (reader) => (await reader.promotedAttributes()).map(({ key }) => key),
  'invocations by an attribute': (reader) => reader.invocationGroups({ ...LIST, key: PROMOTED }),
  'spans by an attribute': async (reader) => {
    const query = { ...LIST, key: 'app.tenant', budgetMs: 60_000 };
    const { groups, exact } = await reader.attributeGroups(query);
    return { groups, exact };
  },
  'the slowest invocations': async (reader) =>
    (await reader.invocations({ ...LIST, minDurationMs: 400 })).items.map(({ costNote: _, ...row }) => row),
  'attempts at the requests that failed': async (reader) => {
    const { items } = await reader.invocations({ ...LIST, failed: true, limit: 3 });
    const all = await Promise.all(
      items.map(({ traceId, spanId }) => reader.attempts({ traceId, spanId, limit: 10 })),
    );
    return all.map((attempts) => attempts.map(({ costNote: _, ...row }) => row));
  },
  'traces with errors': tracesOf,
  'single traces': (reader) =>
    ofTraces(reader, async (traceId) => {
      const { invocations, ...trace } = await reader.trace(traceId, 100);
      return { ...trace, invocations: invocations.map(({ costNote: _, ...row }) => row) };
    }),
  'their spans in full, and which trace a span is of': (reader) =>
    ofTraces(reader, async (traceId) => {
      const spans = await reader.spans(traceId, 100);
      const [{ spanId }] = spans;
      return [spans, await reader.span(traceId, spanId), await reader.traceOfSpan(spanId)];
    }),
  'log records': async (reader) =>
    (await reader.logs({ ...LIST, minSeverity: 17 })).items
      .map(({ id: _, ...row }) => row)
      .toSorted(by(({ time, traceId }) => `${time} ${traceId}`)),
  'counts of log records': async (reader) => {
    const { steps, counts } = await reader.logCounts({ range: RANGE, stepMs: 60_000, budgetMs: 60_000 });
    return { steps, counts };
  },
  'figures of functions that alerts are made of': async (reader) =>
    summed(
      await reader.functionFigures({ range: RANGE, columns: COUNTED, durations: false, perMinute: true }),
    ),
  'figures of versions that alerts are made of': async (reader) =>
    summed(await reader.invocationFigures({ range: RANGE, by: { kind: 'version' }, durations: false })),
  'figures of calls that alerts are made of': async (reader) =>
    summed(await reader.dependencyFigures({ range: RANGE, durations: false, perMinute: true })),
  'when each function ran last': async (reader) =>
    (await reader.lastRuns({ afterMs: RANGE.fromMs, beforeMs: RANGE.toMs })).toSorted(
      by(({ functionId }) => functionId),
    ),
  'errors that are new': async (reader) =>
    (await reader.newErrors({ range: RANGE })).toSorted(by(({ functionId, at }) => `${functionId} ${at}`)),
};
