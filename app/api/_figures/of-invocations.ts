import { expect } from 'vitest';
import type { BreakdownView, ColdStartsView, HeatmapView, VariantView } from '@/core/model/explore-views';
import type { FiguresView, FunctionDetailView, FunctionView } from '@/core/model/views';
import type { Area } from './areas';
import { ask, invocations, type Params } from './ask';
import { checkTotals, costOf, TOTALS } from './totals';

const functions = async () => (await ask<{ items: readonly FunctionView[] }>('/functions')).items;
const each = (prefix: string, check: (name: string) => Promise<void>) =>
  Object.fromEntries(Object.keys(TOTALS).map((name) => [`${prefix}${name}`, () => check(name)]));

/** What is counted before the period that a range asks for. */
function before({ from, to }: FiguresView): Params {
  const start = Date.parse(from);
  return { from: new Date(2 * start - Date.parse(to)).toISOString(), to: from };
}

function steps(figures: FiguresView, of: Params) {
  return figures.series.map((point) => {
    const fromMs = Date.parse(point.t);
    return { figures: point, rows: of, within: { fromMs, toMs: fromMs + figures.stepMs } };
  });
}

/** Figures of a period, of the one before and of each step. */
function periods(read: () => Promise<readonly { readonly figures: FiguresView; readonly of: Params }[]>) {
  return {
    ...each('totals.', async (name) => {
      const all = await read();
      await checkTotals(
        name,
        all.map(({ figures, of }) => ({ figures: figures.totals, rows: of })),
      );
    }),
    ...each('previous.', async (name) => {
      const all = await read();
      await checkTotals(
        name,
        all.map(({ figures, of }) => ({ figures: figures.previous, rows: { ...of, ...before(figures) } })),
      );
    }),
    ...each('series[].', async (name) => {
      const all = await read();
      await checkTotals(
        name,
        all.flatMap(({ figures, of }) => steps(figures, of)),
      );
    }),
  };
}

const overview: Area = {
  figures: periods(async () => [
    { figures: await ask<FiguresView>('/overview'), of: {} },
    {
      figures: await ask<FiguresView>('/overview', { environment: 'staging' }),
      of: { environment: 'staging' },
    },
  ]),
  others: { stepMs: 'the width of a step' },
};

const functionList: Area = {
  figures: each('items[].', async (name) =>
    checkTotals(
      name,
      (await functions()).map((one) => ({ figures: one, rows: { functionId: one.id } })),
    ),
  ),
  others: { 'items[].memoryMb': 'a fact', 'items[].timeoutMs': 'a fact' },
};

const functionPage: Area = {
  figures: periods(async () =>
    Promise.all(
      (await functions()).map(async ({ id }) => ({
        figures: await ask<FunctionDetailView>('/functions/{id}', { id }),
        of: { functionId: id },
      })),
    ),
  ),
  others: { memoryMb: 'a fact', timeoutMs: 'a fact', stepMs: 'the width of a step' },
};

const variants: Area = {
  figures: each('items[].', async (name) => {
    const all = await Promise.all(
      (await functions()).map(async ({ id }) => {
        const { items } = await ask<{ items: readonly VariantView[] }>('/functions/{id}/variants', { id });
        return items.map((one) => ({
          figures: one,
          rows: { functionId: id, version: one.version ?? '(none)', memoryMb: one.memoryMb ?? 0 },
        }));
      }),
    );
    await checkTotals(name, all.flat());
  }),
  others: { 'items[].memoryMb': 'what tells it apart' },
};

async function checkColdStarts(): Promise<void> {
  for (const { id } of await functions()) {
    const { counted, causes } = await ask<ColdStartsView>('/functions/{id}/cold-starts', { id });
    expect(counted).toBe((await invocations({ functionId: id, coldStart: true })).length);
    expect(causes.reduce((sum, { count }) => sum + count, 0)).toBe(counted);
  }
}

async function checkHeatmap(): Promise<void> {
  const { steps: starts, bands, cells, stepMs } = await ask<HeatmapView>('/heatmap');
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe((await invocations({})).length);
  for (const { step, band, count } of cells) {
    const from = Date.parse(starts[step] ?? '');
    const { fromMs = 0, toMs = 0 } = bands[band] ?? {};
    const ends = { from: new Date(from).toISOString(), to: new Date(from + stepMs).toISOString() };
    expect(await invocations({ ...ends, minDurationMs: fromMs, maxDurationMs: toMs })).toHaveLength(count);
  }
}

/** The parameter that narrows to a group, as facets on the screen have it. */
const PARAMETERS: Readonly<Record<string, string>> = {
  function: 'functionId',
  'tenant.id': 'attribute.tenant.id',
};

async function checkGroups(): Promise<void> {
  const found = await ask<BreakdownView>('/invocation-groups', {
    by: 'function,outcome,coldStart,version,errorType,trigger,memoryMb,region,provider,runtime,architecture,environment',
    byAttribute: 'tenant.id',
  });
  expect(found.invocations).toBe((await invocations({})).length);
  for (const { field, groups } of found.fields)
    for (const { value, durationMs, costUsd, ...counts } of groups) {
      if (value === null && ['tenant.id', 'coldStart'].includes(field)) continue;
      const unknown = field === 'memoryMb' ? 0 : '(none)';
      const rows = await invocations({ [PARAMETERS[field] ?? field]: value ?? unknown });
      const sorted = rows.map((row) => row.durationMs).toSorted((a, b) => a - b);
      const at = (q: number) => sorted[Math.ceil(q * sorted.length) - 1];
      expect({ field, value, ...counts, durationMs, costUsd }).toMatchObject({
        invocations: rows.length,
        errors: rows.filter(({ outcome }) => outcome !== 'ok').length,
        coldStarts: rows.filter(({ coldStart }) => coldStart === true).length,
        durationMs: { p50: at(0.5), p95: at(0.95) },
        costUsd: costOf(rows),
      });
    }
}

/** What is counted of invocations. */
export const OF_INVOCATIONS: Readonly<Record<string, Area>> = {
  '/overview': overview,
  '/functions': functionList,
  '/functions/{id}': functionPage,
  '/functions/{id}/variants': variants,
  '/functions/{id}/cold-starts': {
    figures: { counted: checkColdStarts, 'causes[].count': checkColdStarts },
  },
  '/heatmap': {
    figures: { 'cells[].count': checkHeatmap },
    others: {
      stepMs: 'the width of a step',
      'bands[].fromMs': 'a border',
      'bands[].toMs': 'a border',
      'cells[].step': 'a place',
      'cells[].band': 'a place',
    },
  },
  '/invocation-groups': {
    figures: Object.fromEntries(
      [
        'invocations',
        ...['invocations', 'errors', 'coldStarts', 'durationMs.p50', 'durationMs.p95', 'costUsd'].map(
          (name) => `fields[].groups[].${name}`,
        ),
      ].map((name) => [name, checkGroups]),
    ),
  },
};
