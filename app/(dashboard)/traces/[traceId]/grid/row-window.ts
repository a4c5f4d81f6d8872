/** Height of a span's row in pixels. */
export const ROW_HEIGHT = 28;

interface View {
  readonly count: number;
  /** The row whose details are open under it, and their height. */
  readonly open: { readonly index: number; readonly height: number } | null;
  /** The visible part, in pixels from the top of the list. */
  readonly top: number;
  readonly bottom: number;
}

/** Rows `first` (inclusive) to `last` (exclusive) are drawn; `before` and `after` pixels stand for the others. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
  readonly before: number;
  readonly after: number;
}

const MARGIN = 400;

/** Where a row begins, in pixels from the top of the list; `count` gives the height of the whole list. */
export function rowTop(index: number, open: View['open']): number {
  return index * ROW_HEIGHT + (open !== null && index > open.index ? open.height : 0);
}

/** Which rows must be drawn so that the visible part and a margin around it are filled, whatever the count. */
export function rowWindow({ count, open, top, bottom }: View): RowWindow {
  const openTop = open === null ? Number.POSITIVE_INFINITY : (open.index + 1) * ROW_HEIGHT;
  const at = (pixels: number) => {
    if (open === null || pixels < openTop) return Math.floor(pixels / ROW_HEIGHT);
    // Inside the details: their row stays drawn.
    if (pixels < openTop + open.height) return open.index;
    return Math.floor((pixels - open.height) / ROW_HEIGHT);
  };
  const clamp = (index: number) => Math.min(count, Math.max(0, index));
  const first = clamp(at(top - MARGIN));
  const last = clamp(at(bottom + MARGIN) + 1);
  return { first, last, before: rowTop(first, open), after: rowTop(count, open) - rowTop(last, open) };
}
