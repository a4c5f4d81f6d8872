import { describe, expect, it } from 'vitest';
import { keyMove } from './key-move';
import type { WaterfallRow } from './rows';

function row(spanId: string, parent: number | null, descendants: number): WaterfallRow {
  const span = { spanId } as WaterfallRow['span'];
  return { span, depth: 0, descendants, parent };
}
const rows = [row('a', null, 2), row('b', 0, 0), row('c', 0, 0)];
const none = new Set<string>();

describe('keyMove', () => {
  it('moves within the rows and stops at both ends', () => {
    expect(keyMove('ArrowDown', rows, 0, none)).toEqual({ kind: 'go', at: 1 });
    expect(keyMove('j', rows, 2, none)).toEqual({ kind: 'go', at: 2 });
    expect(keyMove('k', rows, 0, none)).toEqual({ kind: 'go', at: 0 });
    expect(keyMove('End', rows, 0, none)).toEqual({ kind: 'go', at: 2 });
  });
  it('walks a tree: right into it, left out of it and then closed', () => {
    expect(keyMove('ArrowRight', rows, 0, none)).toEqual({ kind: 'go', at: 1 });
    expect(keyMove('ArrowRight', rows, 0, new Set(['a']))).toEqual({ kind: 'toggle', spanId: 'a' });
    expect(keyMove('ArrowLeft', rows, 2, none)).toEqual({ kind: 'go', at: 0 });
    expect(keyMove('ArrowLeft', rows, 0, none)).toEqual({ kind: 'toggle', spanId: 'a' });
    expect(keyMove('ArrowLeft', rows, 0, new Set(['a']))).toBeNull();
  });
  it('opens and closes details, and leaves other keys to the browser', () => {
    expect(keyMove('Enter', rows, 1, none)).toEqual({ kind: 'open', spanId: 'b' });
    expect(keyMove('Escape', rows, 1, none)).toEqual({ kind: 'close' });
    expect(keyMove('Tab', rows, 1, none)).toBeNull();
    expect(keyMove('ArrowDown', [], 0, none)).toBeNull();
  });
});
