import { describe, expect, it } from 'vitest';
import type { LogView } from '@/core/model/views';
import { isFull, MOST_SHOWN, MOST_WAITING, NO_LINES, resumed, withLines } from './tail-lines';

const line = (id: number): LogView => ({
  id: String(id),
  time: '2026-11-21T10:00:00.000Z',
  severity: 9,
  severityText: 'INFO',
  body: `line ${id}`,
  service: 'shop',
  functionId: null,
  functionName: null,
  traceId: null,
  spanId: null,
  attributes: {},
});
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index));
const ids = (all: readonly LogView[]) => all.map(({ id }) => Number(id));

describe('the lines of a live tail', () => {
  it('stand still while paused, and all come when it goes on', () => {
    let state = withLines(NO_LINES, lines(0, 3), false);
    state = withLines(state, lines(3, 5), true);
    expect([ids(state.shown), ids(state.waiting)]).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(ids(resumed(state).shown)).toEqual([0, 1, 2, 3, 4]);
  });
  it('come once, though the stream began again behind what is there', () => {
    const state = withLines(withLines(NO_LINES, lines(0, 4), false), lines(2, 4), true);
    expect(ids(withLines(state, lines(2, 6), false).shown)).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('leave at the top, counted, and make the stream wait when too many wait', () => {
    const state = withLines(NO_LINES, lines(0, MOST_SHOWN + 10), false);
    expect([state.shown.length, state.left, state.shown[0]?.id]).toEqual([MOST_SHOWN, 10, '10']);
    expect(isFull(withLines(state, lines(10_000, 10_000 + MOST_WAITING - 1), true))).toBe(false);
    expect(isFull(withLines(state, lines(10_000, 10_000 + MOST_WAITING), true))).toBe(true);
  });
});
