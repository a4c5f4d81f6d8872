import type { Sheet } from '../canvas/use-canvas';
import type { OutlineNode } from '../grid/rows';
import { type Axis, placeOn } from '../waterfall/axis';

/** All spans of a trace on the whole axis, the first at the top; errors last, so that none is painted over. */
export function drawMinimap(
  { context, width, height, color }: Sheet,
  nodes: readonly OutlineNode[],
  axis: Axis,
  colors: ReadonlyMap<string, string>,
): void {
  const step = height / Math.max(nodes.length, 1);
  const thick = Math.max(1, Math.min(3, step * 0.8));
  const bar = ({ span }: OutlineNode, index: number, fill: string) => {
    const place = placeOn(axis, span.offsetMs, span.durationMs);
    context.fillStyle = fill;
    context.fillRect(
      (place.left / 100) * width,
      Math.min(height - thick, index * step),
      Math.max(1, (place.width / 100) * width),
      thick,
    );
  };
  context.globalAlpha = 0.75;
  nodes.forEach((node, index) => {
    if (node.span.status !== 'error') bar(node, index, color(colors.get(node.span.service) ?? 'var(--s-1)'));
  });
  context.globalAlpha = 1;
  nodes.forEach((node, index) => {
    if (node.span.status === 'error') bar(node, index, color('var(--c-error)'));
  });
}
