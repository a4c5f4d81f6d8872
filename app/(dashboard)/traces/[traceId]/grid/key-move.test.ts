import { describe, expect, it } from 'vitest';
import { keyMove } from './key-move';
import type { SpanRow } from './rows';

function row(spanId: string, parentRow: number | null, descendants: number, collapsed = false): SpanRow {
  const span = { spanId } as SpanRow['span'];
  return { span, depth: 0, descendants, parent: parentRow, parentRow, collapsed };
}
const rows = [row('a', null, 2), row('b', 0, 0), row('c', 0, 0)];

describe('keyMove', () => {
  it('moves within the rows and stops at both ends', () => {
    expect(keyMove('ArrowDown', rows, 0)).toEqual({ kind: 'go', at: 1 });
    expect(keyMove('j', rows, 2)).toEqual({ kind: 'go', at: 2 });
    expect(keyMove('k', rows, 0)).toEqual({ kind: 'go', at: 0 });
    expect(keyMove('End', rows, 0)).toEqual({ kind: 'go', at: 2 });
  });
  it('walks a tree: right into it, left out of it and then closed', () => {
    const folded = [row('a', null, 2, true)];
    expect(keyMove('ArrowRight', rows, 0)).toEqual({ kind: 'go', at: 1 });
    expect(keyMove('ArrowRight', folded, 0)).toEqual({ kind: 'toggle', spanId: 'a' });
    expect(keyMove('ArrowLeft', rows, 2)).toEqual({ kind: 'go', at: 0 });
    expect(keyMove('ArrowLeft', rows, 0)).toEqual({ kind: 'toggle', spanId: 'a' });
    expect(keyMove('ArrowLeft', folded, 0)).toBeNull();
  });
  it('opens and closes details, and leaves other keys to the browser', () => {
    expect(keyMove('Enter', rows, 1)).toEqual({ kind: 'open', spanId: 'b' });
    expect(keyMove('Escape', rows, 1)).toEqual({ kind: 'close' });
    expect(keyMove('Tab', rows, 1)).toBeNull();
    expect(keyMove('ArrowDown', [], 0)).toBeNull();
  });
});
