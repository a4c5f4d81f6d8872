import type { FigureUnit } from '@/core/model/alerts/figures';

const LABELS: Readonly<Record<FigureUnit, string>> = {
  count: '',
  share: ' (%)',
  ms: ' (ms)',
  usd: ' (USD)',
  minutes: ' (minutes)',
};

/** What stands after a label for numbers of this unit. */
export function unitLabel(unit: FigureUnit): string {
  return LABELS[unit];
}

/** Shares are typed as percent. */
export function scaleOf(unit: FigureUnit): number {
  return unit === 'share' ? 100 : 1;
}
