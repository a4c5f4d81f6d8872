/** What a person is doing on the screen. */
export interface Doing {
  readonly hidden: boolean;
  /** Something lies over the screen, or is chosen from: a dialog, a menu. */
  readonly open: boolean;
  /** A text or a part of a chart is marked. */
  readonly selecting: boolean;
  /** The focus is in a field or in a row of a list. */
  readonly inField: boolean;
  readonly inRow: boolean;
  readonly overChart: boolean;
  /** Since the pointer moved over a list; Infinity when it is elsewhere. */
  readonly stillOverListMs: number;
  readonly scrolledPx: number;
  /** It is not the newest page of a list. */
  readonly laterPage: boolean;
}

/** Who reads the first lines has hardly scrolled. */
const READING_PX = 200;
/** A pointer that rests is not about to click. */
const REST_MS = 4000;

/** Why the screen must not change under a person now; null when it may. */
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
