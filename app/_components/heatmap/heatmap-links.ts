import type { HeatmapView } from '@/core/model/explore-views';
import { href } from '../url/href';
import type { Scope } from '../url/scope';
import { type Area, boundsOf } from './area';

interface Of {
  readonly heatmap: HeatmapView;
  readonly area: Area;
  readonly scope: Scope;
  readonly functionId: string | undefined;
}

/** The list of the invocations in the area. */
export function invocationsHref({ heatmap, area, scope, functionId }: Of): string {
  const { from, to, minDurationMs, maxDurationMs } = boundsOf(heatmap, area);
  return href('/invocations', { ...scope, from, to }, { functionId, minDurationMs, maxDurationMs });
}

/** Compares the invocations in the area with all others of the range. */
export function differencesHref({ heatmap, area, scope, functionId }: Of): string {
  const { from, to, minDurationMs, maxDurationMs } = boundsOf(heatmap, area);
  const whole = { ...scope, from: heatmap.from, to: heatmap.to };
  return href('/invocations/differences', whole, {
    functionId,
    minDurationMs,
    maxDurationMs,
    selectedFrom: from,
    selectedTo: to,
  });
}
