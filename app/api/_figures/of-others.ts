import { expect } from 'vitest';
import { UNKNOWN } from '@/app/_queries/inputs/invocation-filter';
import { traceNarrowing } from '@/app/(dashboard)/traces/explore/trace-narrowing';
import type { DifferencesView, FacetsView } from '@/core/model/explore-views';
import type { LogCountsView, LogPatternsView } from '@/core/model/log-views';
import type { FunctionLinksView } from '@/core/model/map/map-views';
import { formatPicoUsd, parsePicoUsd } from '@/core/model/money';
import type { ErrorDetailView, ErrorView, LogView, TraceListView, TraceView } from '@/core/model/views';
import type { Area } from './areas';
import { ask, invocations, type Params, rowsOf } from './ask';
import { costOf } from './totals';

const SEVERITIES = ['unset', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
type Severity = (typeof SEVERITIES)[number];
const only = (name: Severity) =>
  name === 'unset' ? { maxSeverity: name } : { severity: name, maxSeverity: name };
const logs = (params: Record<string, string>) => rowsOf<LogView>('/logs', params);

async function checkLogTotal(): Promise<void> {
  const counts = await ask<LogCountsView>('/logs/counts');
  expect(counts.exact).toBe(true);
  expect(counts.total).toBe((await logs({})).length);
  expect(counts.lookedAt).toBe(counts.candidates);
}

async function checkSeverity(name: Severity): Promise<void> {
  const counts = await ask<LogCountsView>('/logs/counts');
  expect(counts.severities[name]).toBe((await logs(only(name))).length);
  for (const step of counts.steps) {
    if (step[name] === 0) continue;
    const to = new Date(Date.parse(step.t) + counts.stepMs).toISOString();
    expect(await logs({ ...only(name), from: step.t, to })).toHaveLength(step[name]);
  }
  const inSteps = counts.steps.reduce((sum, step) => sum + step[name], 0);
  expect(inSteps).toBe(counts.severities[name]);
}

async function checkPatterns(): Promise<void> {
  const { items, lines } = await ask<LogPatternsView>('/logs/patterns');
  expect(lines).toBe((await logs({})).length);
  for (const { count, search } of items) expect(await logs({ q: search })).toHaveLength(count);
}

const errors = async () => (await ask<{ items: readonly ErrorView[] }>('/errors')).items;

/** In what is planted, each kind of error is its own type, and fails its invocation. */
async function checkErrors(): Promise<void> {
  const all = await errors();
  expect(all.length).toBeGreaterThan(2);
  for (const { type, count, invocations: failed, trend, versions, costUsd, fingerprint } of all) {
    const rows = await invocations({ fingerprint });
    expect(rows).toEqual(await invocations({ errorType: type }));
    const detail = await ask<ErrorDetailView>('/errors/{fingerprint}', { fingerprint });
    const expected = [rows.length, rows.length, costOf(rows)];
    expect([type, count, failed, costUsd]).toEqual([type, ...expected]);
    expect([type, detail.count, detail.invocations, detail.costUsd]).toEqual([type, ...expected]);
    for (const parts of [trend, detail.trend, detail.series.map((point) => point.count)])
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
    const ever = await invocations({ errorType: type, from: '2026-11-01T00:00:00Z' });
    for (const one of [...versions, ...detail.versions])
      expect([type, one.version, one.count]).toEqual([
        type,
        one.version,
        ever.filter(({ version }) => version === one.version).length,
      ]);
  }
}

async function checkTraces(): Promise<void> {
  const all = await rowsOf<TraceListView>('/traces', {});
  expect(all.length).toBeGreaterThan(100);
  for (const { traceId, spanCount, errorCount, durationMs, costUsd } of all) {
    const { spans, ...trace } = await ask<TraceView>('/traces/{traceId}', { traceId });
    expect([spanCount, errorCount]).toEqual([
      spans.length,
      spans.filter(({ status }) => status === 'error').length,
    ]);
    const ends = spans.map((span) => span.offsetMs + span.durationMs);
    expect(durationMs).toBeCloseTo(Math.max(...ends), 2);
    expect(trace.durationMs).toBeCloseTo(durationMs, 2);
    expect(trace.costUsd).toBe(costUsd);
    expect(costUsd).toBe(costOf(await rowsOf('/invocations', { q: traceId })));
  }
}

/** Inside a trace: parts of an invocation's cost, what its own span says, and time without what children cover. */
async function checkTrace(): Promise<void> {
  const rows = await invocations({ dependency: 'mail.internal', limit: 20 });
  for (const { traceId } of rows.slice(0, 20)) {
    const trace = await ask<TraceView>('/traces/{traceId}', { traceId });
    for (const one of trace.invocations) {
      const own = trace.spans.find(({ spanId }) => spanId === one.spanId);
      expect([own?.costUsd, own?.durationMs]).toEqual([one.costUsd, one.durationMs]);
      if (one.costUsd === null || one.costSplit === null) continue;
      const add = (amounts: readonly string[]) =>
        formatPicoUsd(amounts.reduce((sum, usd) => sum + parsePicoUsd(usd), 0n));
      expect(add(one.costLines.map(({ amountUsd }) => amountUsd))).toBe(one.costUsd);
      expect(add(one.costSplit.lines.map(({ costUsd }) => costUsd))).toBe(one.costUsd);
      const waiting = one.costSplit.lines.find(({ line }) => line === 'waiting')?.costUsd ?? '0';
      expect(add(one.costSplit.waiting.map(({ costUsd }) => costUsd))).toBe(waiting);
    }
    for (const { spanId, durationMs, selfMs, logCount } of trace.spans) {
      expect(selfMs).toBeLessThanOrEqual(durationMs);
      expect(await rowsOf('/logs', { traceId, spanId })).toHaveLength(logCount);
    }
  }
}

/** A group leads to as many rows as it counts, and together they are all that have a value. */
async function checkFacets(path: string, rowsPath: string, narrowing: Narrowing): Promise<void> {
  const { counted, complete, fields } = await ask<FacetsView>(path, { limit: 100 });
  expect(complete).toBe(true);
  expect(counted).toBe((await rowsOf(rowsPath, {})).length);
  expect(fields.length).toBeGreaterThan(1);
  for (const { field, isAttribute, groups } of fields)
    for (const { value, count } of groups)
      expect([field, value, await rowsOf(rowsPath, narrowing(field, value, isAttribute))]).toEqual([
        field,
        value,
        expect.objectContaining({ length: count }),
      ]);
}

type Narrowing = (field: string, value: string, isAttribute: boolean) => Params;

const TRACE_NARROWING: Narrowing = (field, value) => traceNarrowing(field, value) ?? {};
const LOG_NARROWING: Narrowing = (field, value, isAttribute) =>
  isAttribute ? { q: `@${field}:${value}` } : { functionId: value };

async function checkLinks(): Promise<void> {
  const links = await ask<FunctionLinksView>('/function-links');
  expect(links.items.length).toBeGreaterThan(0);
  const traces = await rowsOf<TraceListView>('/traces', {});
  expect([links.traces, links.lookedAt]).toEqual([traces.length, traces.length]);
  for (const { from, to, seen, standardError } of links.items) {
    expect(standardError).toBe(0);
    const rows = await invocations({ functionId: to.id });
    const callers = new Set((await invocations({ functionId: from.id })).map(({ traceId }) => traceId));
    expect(rows.filter(({ traceId }) => callers.has(traceId))).toHaveLength(seen);
  }
}

/** Fields whose values are asked for under their own names. */
const ASKED_BY_NAME: ReadonlySet<string> = new Set(['outcome', 'errorType', 'version', 'trigger']);

async function checkDifferences(): Promise<void> {
  const found = await ask<DifferencesView>('/differences', { failed: true });
  const failed = await invocations({ failed: true });
  const others = await invocations({ failed: false });
  expect([found.selected.invocations, found.rest.invocations]).toEqual([failed.length, others.length]);
  expect([found.selected.spans, found.rest.spans]).toEqual([failed.length, others.length]);
  const fields = found.items.filter(({ kind, key }) => kind === 'field' && ASKED_BY_NAME.has(key));
  expect(fields.map(({ key }) => key)).toContain('errorType');
  const share = async (isFailed: boolean, key: string, value: string) => {
    const rows = await invocations({ failed: isFailed, [key]: value === '' ? UNKNOWN : value });
    return rows.length / (isFailed ? failed : others).length;
  };
  for (const { key, comparison, value: worst, values, ...item } of fields) {
    expect(values.length).toBeGreaterThan(0);
    for (const { value, selectedShare, restShare } of values) {
      expect([key, value, selectedShare]).toEqual([key, value, await share(true, key, value)]);
      expect([key, value, restShare]).toEqual([key, value, await share(false, key, value)]);
    }
    if (key !== 'errorType') continue;
    expect([comparison, item.selectedShare]).toEqual(['is', await share(true, key, worst ?? '')]);
    expect(item.restShare).toBe(await share(false, key, worst ?? ''));
  }
}

const names = (figures: readonly string[], check: () => Promise<void>) =>
  Object.fromEntries(figures.map((name) => [name, check]));
const SHARES = ['items[].selectedShare', 'items[].restShare', 'items[].values[].selectedShare'];

/** What is counted of lines, errors, traces and links. */
export const OF_OTHERS: Readonly<Record<string, Area>> = {
  '/logs/counts': {
    figures: {
      ...names(['total', 'lookedAt', 'candidates'], checkLogTotal),
      ...Object.fromEntries(
        SEVERITIES.flatMap((name) => [
          [`severities.${name}`, () => checkSeverity(name)],
          [`steps[].${name}`, () => checkSeverity(name)],
        ]),
      ),
    },
    others: { stepMs: 'the width of a step' },
  },
  '/logs/patterns': {
    figures: names(['lines', 'items[].count'], checkPatterns),
    others: { 'items[].severity': 'of the loudest line' },
  },
  '/errors': {
    figures: names(
      ['count', 'invocations', 'costUsd', 'trend[]', 'versions[].count'].map((name) => `items[].${name}`),
      checkErrors,
    ),
  },
  '/errors/{fingerprint}': {
    figures: names(
      ['count', 'invocations', 'costUsd', 'trend[]', 'series[].count', 'versions[].count'],
      checkErrors,
    ),
  },
  '/traces': {
    figures: names(
      ['spanCount', 'errorCount', 'durationMs', 'costUsd'].map((name) => `items[].${name}`),
      checkTraces,
    ),
  },
  '/traces/{traceId}': {
    figures: {
      ...names(['durationMs', 'costUsd'], checkTraces),
      ...names(
        [
          'spans[].costUsd',
          'spans[].durationMs',
          'spans[].selfMs',
          'spans[].logCount',
          'invocations[].costUsd',
          'invocations[].durationMs',
          'invocations[].costLines[].amountUsd',
          'invocations[].costSplit.lines[].costUsd',
          'invocations[].costSplit.waiting[].costUsd',
        ],
        checkTrace,
      ),
    },
    others: {
      'spans[].offsetMs': 'a place',
      'spans[].skewMs': 'a place',
      'spans[].eventCount': 'its events are shown',
      'invocations[].billedDurationMs': 'as sent',
      'invocations[].initDurationMs': 'as sent',
      'invocations[].memoryMb': 'as sent',
      'invocations[].maxMemoryUsedMb': 'as sent',
      'invocations[].costLines[].unitPriceUsd': 'a price',
      'invocations[].costSplit.waiting[].waitedMs': 'added up in /costs by dependency',
    },
  },
  '/trace-groups': {
    figures: names(['counted', 'fields[].groups[].count'], () =>
      checkFacets('/trace-groups', '/traces', TRACE_NARROWING),
    ),
  },
  '/log-groups': {
    figures: names(['counted', 'fields[].groups[].count'], () =>
      checkFacets('/log-groups', '/logs', LOG_NARROWING),
    ),
  },
  '/function-links': {
    figures: names(['items[].seen', 'items[].standardError', 'traces', 'lookedAt'], checkLinks),
  },
  '/differences': {
    figures: names(
      [
        ...SHARES,
        'items[].values[].restShare',
        'selected.invocations',
        'selected.spans',
        'rest.invocations',
        'rest.spans',
      ],
      checkDifferences,
    ),
    others: { 'items[].score': 'how far the shares are apart' },
  },
};
