import type { KeyboardEvent } from 'react';
import type { TraceViewName } from './trace-state';

/** What a key asks of the whole trace page. */
export type ScreenKey =
  | { readonly kind: 'view'; readonly view: TraceViewName }
  | { readonly kind: 'match'; readonly step: 1 | -1 }
  | { readonly kind: 'level'; readonly step: 1 | -1 }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly by: number }
  | { readonly kind: 'find' | 'errors' | 'zoom-span' | 'zoom-all' };

const KEYS: Readonly<Record<string, ScreenKey>> = {
  '1': { kind: 'view', view: 'waterfall' },
  '2': { kind: 'view', view: 'flame' },
  '3': { kind: 'view', view: 'table' },
  '/': { kind: 'find' },
  n: { kind: 'match', step: 1 },
  N: { kind: 'match', step: -1 },
  e: { kind: 'errors' },
  '[': { kind: 'level', step: -1 },
  ']': { kind: 'level', step: 1 },
  '+': { kind: 'zoom', factor: 0.5 },
  '=': { kind: 'zoom', factor: 0.5 },
  '-': { kind: 'zoom', factor: 2 },
  '<': { kind: 'pan', by: -0.5 },
  '>': { kind: 'pan', by: 0.5 },
  z: { kind: 'zoom-span' },
  '0': { kind: 'zoom-all' },
};

/** Whether a key that was pressed in the trace is meant for the whole of it: not for a field, and not already used. */
export function isForScreen(event: KeyboardEvent<HTMLElement>): boolean {
  const isInField =
    event.target instanceof Element && event.target.closest('input, select, textarea, dialog') !== null;
  return !(isInField || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey);
}

/** The meaning of a key; null for a key without one. */
export function screenKey(key: string): ScreenKey | null {
  return Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null;
}

/** Keys and what they do, for people. */
export const SHORTCUTS: readonly (readonly [keys: string, meaning: string])[] = [
  ['↑ ↓ j k', 'previous span, next span'],
  ['← →', 'fold, unfold; to the parent, to the first child'],
  ['Enter, Escape', 'open and close the details'],
  ['/', 'search; Enter and Shift+Enter go through the matches'],
  ['n N', 'next match, previous match'],
  ['e', 'errors only, all spans'],
  ['[ ]', 'show one level less, one more'],
  ['+ -', 'zoom in, zoom out'],
  ['< >', 'move the zoom'],
  ['z 0', 'zoom to the span, to the whole trace'],
  ['1 2 3', 'waterfall, flame graph, table'],
];
