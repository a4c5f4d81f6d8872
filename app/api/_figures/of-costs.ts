import { expect } from 'vitest';
import type { CostSplitView, CostsView } from '@/core/model/cost-views';
import type { DependencyTotalsView, DependencyView } from '@/core/model/map/map-views';
import { formatPicoUsd, parsePicoUsd } from '@/core/model/money';
import type { TraceView } from '@/core/model/views';
import type { Area } from './areas';
import { ask, invocations, type Params } from './ask';
import { RANGE } from './planted';
import { costOf } from './totals';

const sum = (amounts: readonly string[]) =>
  formatPicoUsd(amounts.reduce((total, usd) => total + parsePicoUsd(usd), 0n));

/** What the cost of each invocation went into, as its trace says. */
async function splits(params: Params): Promise<readonly CostSplitView[]> {
  const rows = await invocations(params);
  const traceIds = [...new Set(rows.map(({ traceId }) => traceId))];
  const traces = await Promise.all(
    traceIds.map((traceId) => ask<TraceView>('/traces/{traceId}', { traceId })),
  );
  const found = traces.flatMap((trace) => trace.invocations);
  return rows.flatMap(({ traceId, spanId }) => {
    const split = found.find((one) => one.traceId === traceId && one.spanId === spanId)?.costSplit;
    return split ? [split] : [];
  });
}

async function lineOf(line: string, params: Params): Promise<string> {
  const parts = (await splits(params)).flatMap(({ lines }) => lines);
  return sum(parts.filter((part) => part.line === line).map(({ costUsd }) => costUsd));
}

async function waitedFor(dependency: string, params: Params) {
  const waits = (await splits(params)).flatMap(({ waiting }) => waiting);
  const its = waits.filter((one) => one.dependency === dependency);
  return {
    costUsd: sum(its.map(({ costUsd }) => costUsd)),
    waitedMs: its.reduce((all, { waitedMs }) => all + waitedMs, 0),
  };
}

async function checkTotal(): Promise<void> {
  const view = await ask<CostsView>('/costs');
  const rows = await invocations({});
  const half = Date.parse(RANGE.to) - Date.parse(RANGE.from);
  const earlier = { from: new Date(Date.parse(RANGE.from) - half).toISOString(), to: RANGE.from };
  expect(view).toMatchObject({
    totalUsd: costOf(rows),
    invocations: rows.length,
    unpricedInvocations: rows.filter(({ costUsd }) => costUsd === null).length,
    previousUsd: costOf(await invocations(earlier)),
  });
}

async function checkLines(): Promise<void> {
  const { lines } = await ask<CostsView>('/costs');
  expect(lines.length).toBeGreaterThan(3);
  for (const { line, costUsd } of lines) expect([line, costUsd]).toEqual([line, await lineOf(line, {})]);
}

async function checkOutcomes(): Promise<void> {
  const { outcomes } = await ask<CostsView>('/costs');
  for (const { outcome, costUsd, invocations: count } of outcomes) {
    const rows = await invocations({ outcome });
    expect([outcome, count, costUsd]).toEqual([outcome, rows.length, costOf(rows)]);
  }
}

/** How a group of costs is found among invocations. */
const GROUPS: Readonly<Record<string, (item: CostsView['items'][number]) => Params>> = {
  function: ({ key }) => ({ functionId: key }),
  outcome: ({ key }) => ({ outcome: key }),
  version: ({ key, function: of }) => ({ version: key, ...(of ? { functionId: of.id } : {}) }),
  dependency: ({ key }) => ({ dependency: key }),
  line: () => ({}),
  'attribute:tenant.id': ({ key }) => ({ 'attribute.tenant.id': key }),
};

async function checkItems(): Promise<void> {
  for (const [groupBy, paramsOf] of Object.entries(GROUPS)) {
    const view = await ask<CostsView>('/costs', { groupBy, limit: 100 });
    expect(view.items.length).toBeGreaterThan(0);
    expect(view.groupCount).toBe(view.items.length);
    expect(sum([...view.items.map(({ costUsd }) => costUsd), view.otherUsd])).toBe(view.totalUsd);
    for (const item of view.items) {
      const params = paramsOf(item);
      const rows = await invocations(params);
      const label = `${groupBy} ${item.key}`;
      if (groupBy === 'line') expect(item.costUsd, label).toBe(await lineOf(item.key, {}));
      else if (groupBy === 'dependency') {
        const { costUsd, waitedMs } = await waitedFor(item.key, params);
        expect([item.costUsd, item.invocations], label).toEqual([costUsd, rows.length]);
        expect(item.waitedMs, label).toBeCloseTo(waitedMs, 0);
      } else {
        expect([item.costUsd, item.invocations], label).toEqual([costOf(rows) ?? '0', rows.length]);
        const unpriced = rows.filter(({ costUsd }) => costUsd === null).length;
        if (groupBy !== 'outcome') expect(item.unpricedInvocations, label).toBe(unpriced);
        for (const { line, costUsd } of item.lines)
          expect([line, costUsd], label).toEqual([line, await lineOf(line, params)]);
      }
    }
  }
}

async function dependencies(): Promise<readonly DependencyView[]> {
  const { items } = await ask<{ items: readonly DependencyView[] }>('/dependencies', { limit: 100 });
  expect(items.length).toBeGreaterThan(1);
  return items;
}

/** Calls are the spans that the traces of its invocations show. */
async function checkCalls(): Promise<void> {
  for (const { functionId, dependency, calls, errors, durationMs } of await dependencies()) {
    const rows = await invocations({ functionId });
    const traces = await Promise.all(
      rows.map(({ traceId }) => ask<TraceView>('/traces/{traceId}', { traceId })),
    );
    const isDatabase = dependency.startsWith('postgresql');
    const spans = traces
      .flatMap((trace) => trace.spans)
      .filter(({ kind, offsetMs }) => kind === 'client' && offsetMs < 1.5 === isDatabase);
    const sorted = spans.map((span) => span.durationMs).toSorted((a, b) => a - b);
    const near = (value: number | undefined, q: number) => {
      const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
      expect(Math.abs((value ?? Number.NaN) / exact - 1)).toBeLessThan(0.011);
    };
    expect([dependency, calls, errors]).toEqual([
      dependency,
      spans.length,
      spans.filter(({ status }) => status === 'error').length,
    ]);
    near(durationMs?.p50, 0.5);
    near(durationMs?.p95, 0.95);
    near(durationMs?.p99, 0.99);
  }
}

/** All calls of the range: those of each function together. */
async function checkAllCalls(): Promise<void> {
  const { items, totals } = await ask<{
    items: readonly DependencyView[];
    totals: DependencyTotalsView;
  }>('/dependencies', { limit: 100 });
  expect([totals.calls, totals.errors]).toEqual([
    items.reduce((all, { calls }) => all + calls, 0),
    items.reduce((all, { errors }) => all + errors, 0),
  ]);
  const rows = await invocations({});
  const traceIds = [...new Set(rows.map(({ traceId }) => traceId))];
  const traces = await Promise.all(
    traceIds.map((traceId) => ask<TraceView>('/traces/{traceId}', { traceId })),
  );
  const sorted = traces
    .flatMap((trace) => trace.spans)
    .filter(({ kind }) => kind === 'client')
    .map(({ durationMs }) => durationMs)
    .toSorted((a, b) => a - b);
  for (const [name, q] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
    expect(Math.abs((totals.durationMs?.[name] ?? Number.NaN) / exact - 1), name).toBeLessThan(0.011);
  }
}

async function checkWaits(): Promise<void> {
  for (const { functionId, dependency, waited } of await dependencies()) {
    const params = { functionId, dependency };
    const { costUsd, waitedMs } = await waitedFor(dependency, params);
    expect(waited).toMatchObject({ invocations: (await invocations(params)).length, costUsd });
    expect(waited.durationMs).toBeCloseTo(waitedMs, 0);
  }
}

const RECKONED =
  'reckoned from totals and prices, of no rows: core/model/costs/forecast.test.ts, free-tier.test.ts';
const KEPT = 'what people state, of no rows: core/model/costs/ready-capacity.test.ts';

/** What is counted of money. */
export const OF_COSTS: Readonly<Record<string, Area>> = {
  '/costs': {
    figures: {
      totalUsd: checkTotal,
      invocations: checkTotal,
      unpricedInvocations: checkTotal,
      previousUsd: checkTotal,
      'lines[].costUsd': checkLines,
      'outcomes[].costUsd': checkOutcomes,
      'outcomes[].invocations': checkOutcomes,
      groupCount: checkItems,
      otherUsd: checkItems,
      'items[].costUsd': checkItems,
      'items[].invocations': checkItems,
      'items[].unpricedInvocations': checkItems,
      'items[].waitedMs': checkItems,
      'items[].lines[].costUsd': checkItems,
    },
    others: {
      ...Object.fromEntries(
        [
          'month.allForecastUsd',
          'month.forecastListUsd',
          'month.forecastUsd',
          'month.toDateUsd',
          'month.toDateBilledUsd',
          'month.previousMonthUsd',
          'forecastMonthUsd',
          'freeTier.savedUsd',
          'freeTier.allowances[].savedUsd',
          'freeTier.allowances[].used',
        ].map((name) => [name, RECKONED]),
      ),
      ...Object.fromEntries(
        [
          'month.keptReadyUsd',
          'month.keptReadyForecastUsd',
          'withCapacityUsd',
          'capacity.idleUsd',
          'capacity.keptUsd',
          'capacity.usedUsd',
          'capacity.items[].idleUsd',
          'capacity.items[].keptUsd',
          'capacity.items[].usedUsd',
          'capacity.items[].instances',
        ].map((name) => [name, KEPT]),
      ),
      'retries.costUsd': 'equal to rows in core/store/contract/costs.ts; no list is narrowed to retries',
      'retries.invocations': 'equal to rows in core/store/contract/costs.ts; no list is narrowed to retries',
    },
  },
  '/dependencies': {
    figures: {
      'items[].calls': checkCalls,
      'items[].errors': checkCalls,
      'items[].durationMs.p50': checkCalls,
      'items[].durationMs.p95': checkCalls,
      'items[].durationMs.p99': checkCalls,
      'items[].waited.invocations': checkWaits,
      'items[].waited.durationMs': checkWaits,
      'items[].waited.costUsd': checkWaits,
      'totals.calls': checkAllCalls,
      'totals.errors': checkAllCalls,
      'totals.durationMs.p50': checkAllCalls,
      'totals.durationMs.p95': checkAllCalls,
      'totals.durationMs.p99': checkAllCalls,
    },
  },
};
