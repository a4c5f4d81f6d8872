import { formatPercent } from './number';

export interface Change {
  /** `up`, `down` or `same`: the direction of the figure itself. */
  readonly direction: 'up' | 'down' | 'same';
  /** The size without a sign: `12%`, `1.5 pp`, `new`, `gone`. */
  readonly text: string;
}

const SMALLEST = 0.0005;

/** How a figure changed against the period before, relative to it; null when either is unknown or both are 0. */
export function relativeChange(current: number | null, previous: number | null): Change | null {
  if (current === null || previous === null || (current === 0 && previous === 0)) return null;
  if (previous === 0) return { direction: 'up', text: 'new' };
  const change = (current - previous) / Math.abs(previous);
  if (Math.abs(change) < SMALLEST) return { direction: 'same', text: 'no change' };
  const direction = change > 0 ? 'up' : 'down';
  if (change >= 9.995) return { direction, text: `${Math.round(change + 1)}×` };
  return { direction, text: formatPercent(Math.abs(change)) };
}

/** How a rate (0 to 1) changed, in percentage points; null when either is unknown. */
export function pointChange(current: number | null, previous: number | null): Change | null {
  if (current === null || previous === null) return null;
  const points = (current - previous) * 100;
  if (Math.abs(points) < 0.005) return current === 0 ? null : { direction: 'same', text: 'no change' };
  const size = Math.abs(points);
  return { direction: points > 0 ? 'up' : 'down', text: `${size.toFixed(size < 1 ? 2 : 1)} pp` };
}
