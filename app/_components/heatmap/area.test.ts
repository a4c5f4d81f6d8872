import { expect, test } from 'vitest';
import type { HeatmapView } from '@/core/model/explore-views';
import { areaOf, boundsOf, countIn } from './area';

const heatmap: HeatmapView = {
  from: '2026-11-01T10:05:00.000Z',
  to: '2026-11-01T10:25:00.000Z',
  stepMs: 600_000,
  steps: ['2026-11-01T10:00:00.000Z', '2026-11-01T10:10:00.000Z', '2026-11-01T10:20:00.000Z'],
  bands: [
    { fromMs: 1, toMs: 2 },
    { fromMs: 2, toMs: 4 },
  ],
  cells: [
    { step: 0, band: 0, count: 1 },
    { step: 1, band: 1, count: 10 },
    { step: 2, band: 1, count: 100 },
  ],
};

test('an area is the same from whichever corner it is drawn', () => {
  const area = { step0: 1, step1: 2, band0: 0, band1: 1 };
  expect(areaOf({ step: 2, band: 0 }, { step: 1, band: 1 })).toEqual(area);
  expect(areaOf({ step: 1, band: 1 }, { step: 2, band: 0 })).toEqual(area);
});

test('an area counts the cells in it, its edges among them', () => {
  expect(countIn(heatmap.cells, { step0: 1, step1: 2, band0: 0, band1: 1 })).toBe(110);
  expect(countIn(heatmap.cells, { step0: 0, step1: 2, band0: 0, band1: 0 })).toBe(1);
});

test('its bounds end where the range ends, as its figures do', () => {
  expect(boundsOf(heatmap, { step0: 0, step1: 0, band0: 0, band1: 1 })).toEqual({
    from: '2026-11-01T10:05:00.000Z',
    to: '2026-11-01T10:10:00.000Z',
    minDurationMs: 1,
    maxDurationMs: 4,
  });
  expect(boundsOf(heatmap, { step0: 2, step1: 2, band0: 1, band1: 1 }).to).toBe('2026-11-01T10:25:00.000Z');
});
