import type { FlameBar } from './lanes';

/**
 * The place of the bar that an arrow leads to from another: up to the parent, down to the first child, left and right
 * along the lane; null for other keys and at the edges.
 */
export function flameMove(key: string, bars: readonly FlameBar[], at: number): number | null {
  const bar = bars[at];
  if (bar === undefined) return null;
  switch (key) {
    case 'ArrowUp':
    case 'k':
      return bar.node.parent;
    case 'ArrowDown':
    case 'j':
      return bar.node.descendants > 0 ? at + 1 : null;
    case 'ArrowRight':
      return beside(bars, bar, 1);
    case 'ArrowLeft':
      return beside(bars, bar, -1);
    case 'Home':
      return 0;
    default:
      return null;
  }
}

function beside(bars: readonly FlameBar[], { lane, node }: FlameBar, step: 1 | -1): number | null {
  let found: number | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  bars.forEach((bar, index) => {
    const away = (bar.node.span.offsetMs - node.span.offsetMs) * step;
    if (bar.lane !== lane || bar.node === node || away < 0 || away >= nearest) return;
    [found, nearest] = [index, away];
  });
  return found;
}
