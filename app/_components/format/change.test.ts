import { describe, expect, it } from 'vitest';
import { pointChange, relativeChange } from './change';

describe('relativeChange', () => {
  it('compares with the period before', () => {
    expect(relativeChange(112, 100)).toEqual({ direction: 'up', text: '12%' });
    expect(relativeChange(50, 100)).toEqual({ direction: 'down', text: '50%' });
    expect(relativeChange(100, 100)).toEqual({ direction: 'same', text: 'no change' });
  });
  it('says new where nothing was before, and multiples where a percentage says little', () => {
    expect(relativeChange(5, 0)?.text).toBe('new');
    expect(relativeChange(1200, 100)?.text).toBe('12×');
  });
  it('says nothing without two figures', () => {
    expect([relativeChange(null, 1), relativeChange(1, null), relativeChange(0, 0)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('pointChange', () => {
  it('speaks of rates in percentage points', () => {
    expect(pointChange(0.05, 0.02)).toEqual({ direction: 'up', text: '3.0 pp' });
    expect(pointChange(0.011, 0.015)).toEqual({ direction: 'down', text: '0.40 pp' });
  });
  it('says nothing when both are zero or one is unknown', () => {
    expect([pointChange(0, 0), pointChange(null, 0.5)]).toEqual([null, null]);
  });
});
