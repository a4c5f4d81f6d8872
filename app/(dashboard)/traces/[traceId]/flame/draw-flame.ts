import type { Sheet } from '../canvas/use-canvas';
import { type Axis, isOnAxis, placeOn } from '../waterfall/axis';
import type { FlameBar } from './lanes';

export const LANE_HEIGHT = 20;

interface FlamePicture {
  readonly bars: readonly FlameBar[];
  readonly axis: Axis;
  readonly colors: ReadonlyMap<string, string>;
  /** How far down the picture is scrolled, in pixels. */
  readonly top: number;
  readonly active: string | null;
  readonly open: string | null;
  /** Whether a span stands out; the others are faint. */
  readonly stands: (spanId: string) => boolean;
}

/** Where a bar is drawn, in pixels from the picture's corner; null outside of it. */
function barPlace({ node: { span }, lane }: FlameBar, axis: Axis, width: number, top: number) {
  if (!isOnAxis(axis, span.offsetMs, span.durationMs)) return null;
  const place = placeOn(axis, span.offsetMs, span.durationMs);
  return {
    x: (place.left / 100) * width,
    y: lane * LANE_HEIGHT - top,
    width: Math.max(1, (place.width / 100) * width),
  };
}

/** The lanes that can be seen, with the names of the bars that have room for them. */
export function drawFlame({ context, width, height, color }: Sheet, picture: FlamePicture): void {
  const { bars, axis, colors, top, active, open, stands } = picture;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const bar of bars) {
    const y = bar.lane * LANE_HEIGHT - top;
    if (y + LANE_HEIGHT < 0 || y > height) continue;
    const place = barPlace(bar, axis, width, top);
    if (place === null) continue;
    const { span } = bar.node;
    context.globalAlpha = stands(span.spanId) ? 1 : 0.25;
    context.fillStyle = color(colors.get(span.service) ?? 'var(--s-1)');
    context.fillRect(place.x, place.y, Math.max(1, place.width - 0.5), LANE_HEIGHT - 2);
    if (span.status === 'error') {
      context.fillStyle = color('var(--c-error)');
      context.fillRect(place.x, place.y + LANE_HEIGHT - 5, Math.max(1, place.width - 0.5), 3);
    }
    if (place.width > 32) drawName(context, span.name, place, color('var(--t-card)'));
    if (span.spanId === active || span.spanId === open) {
      context.globalAlpha = 1;
      context.strokeStyle = color(span.spanId === active ? 'var(--t-fg-strong)' : 'var(--t-brand)');
      context.lineWidth = 2;
      context.strokeRect(place.x + 1, place.y + 1, Math.max(2, place.width - 2), LANE_HEIGHT - 4);
    }
  }
  context.globalAlpha = 1;
}

function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  { x, y, width }: { x: number; y: number; width: number },
  ink: string,
): void {
  const left = Math.max(x, 0);
  const room = x + width - left - 8;
  const letters = Math.floor(room / 5.6);
  if (letters < 3) return;
  context.fillStyle = ink;
  context.fillText(name.length > letters ? `${name.slice(0, letters - 1)}…` : name, left + 4, y + 10);
}

/** The bar at a point of the picture, or null; bars narrower than a few pixels are taken from close by. */
export function barAt(
  bars: readonly FlameBar[],
  axis: Axis,
  width: number,
  point: { readonly x: number; readonly y: number },
): FlameBar | null {
  const lane = Math.floor(point.y / LANE_HEIGHT);
  let nearest: FlameBar | null = null;
  let distance = 3;
  for (const bar of bars) {
    if (bar.lane !== lane) continue;
    const place = barPlace(bar, axis, width, 0);
    if (place === null) continue;
    const away = Math.max(place.x - point.x, point.x - place.x - place.width, 0);
    if (away < distance) [nearest, distance] = [bar, away];
  }
  return nearest;
}
