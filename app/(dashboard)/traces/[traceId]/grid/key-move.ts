import type { SpanRow } from './rows';

/** What a key asks of the rows; `at` is a row's index. */
export type KeyMove =
  | { readonly kind: 'go'; readonly at: number }
  | { readonly kind: 'toggle'; readonly spanId: string }
  | { readonly kind: 'open'; readonly spanId: string }
  | { readonly kind: 'close' };

/**
 * The move of a key on the active row, or null for a key that means nothing here. Arrows as in any tree: right opens
 * or goes to the first child, left closes or goes to the parent; Enter shows details, Escape hides them.
 */
export function keyMove(key: string, rows: readonly SpanRow[], active: number): KeyMove | null {
  const row = rows[active];
  if (row === undefined) return null;
  const { spanId } = row.span;
  const go = (at: number): KeyMove => ({ kind: 'go', at: Math.min(rows.length - 1, Math.max(0, at)) });
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return go(active + 1);
    case 'ArrowUp':
    case 'k':
      return go(active - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'PageDown':
      return go(active + 20);
    case 'PageUp':
      return go(active - 20);
    case 'ArrowRight':
      if (row.descendants === 0) return null;
      return row.collapsed ? { kind: 'toggle', spanId } : go(active + 1);
    case 'ArrowLeft':
      if (row.descendants > 0 && !row.collapsed) return { kind: 'toggle', spanId };
      return row.parentRow === null ? null : go(row.parentRow);
    case 'Enter':
    case ' ':
      return { kind: 'open', spanId };
    case 'Escape':
      return { kind: 'close' };
    default:
      return null;
  }
}
