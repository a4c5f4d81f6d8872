interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 8;

/** Where a tooltip goes: below its element, right edges aligned; above it if there is no room; always within the viewport. */
export function placeTip(at: Box, tip: Size, view: Size): { readonly left: number; readonly top: number } {
  const left = Math.min(at.right - tip.width, view.width - MARGIN - tip.width);
  const fitsBelow = at.bottom + tip.height + MARGIN <= view.height;
  const top = fitsBelow ? at.bottom : at.top - tip.height;
  return { left: Math.max(MARGIN, left), top: Math.max(MARGIN, top) };
}
