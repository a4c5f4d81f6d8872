/** What a person is doing on the screen. */
export interface Doing {
  readonly hidden: boolean;
  /** Something covers the screen or is open for a choice: a dialog, a menu. */
  readonly open: boolean;
  /** Text or a part of a chart is selected. */
  readonly selecting: boolean;
  /** The focus is in a field or in a row of a list. */
  readonly inField: boolean;
  readonly inRow: boolean;
  readonly overChart: boolean;
  /** Milliseconds since the pointer moved over a list; Infinity while it is elsewhere. */
  readonly stillOverListMs: number;
  readonly scrolledPx: number;
  /** The list shows a page other than the newest. */
  readonly laterPage: boolean;
}

/** Scrolled less than this, one is still reading the first lines. */
const READING_PX = 200;
/** A pointer that rests longer than this is not about to click. */
const REST_MS = 4000;

/** Why the screen must not change under the user now; null if it may. */
export function heldBy(doing: Doing): string | null {
  if (doing.hidden) return 'the window is not seen';
  if (doing.laterPage) return 'this is not the first page';
  if (doing.open) return 'something is open';
  if (doing.selecting) return 'something is selected';
  if (doing.inField) return 'you are typing';
  if (doing.overChart) return 'the pointer is on a chart';
  if (doing.inRow || doing.stillOverListMs < REST_MS) return 'you are in a list';
  if (doing.scrolledPx > READING_PX) return 'you are reading further down';
  return null;
}
