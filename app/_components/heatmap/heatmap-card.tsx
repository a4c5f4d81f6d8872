'use client';

import dynamic from 'next/dynamic';
import type { HeatmapView } from '@/core/model/explore-views';
import { Card } from '../ui/card';
import type { Scope } from '../url/scope';

/** The code is loaded after the page is drawn; its space is reserved meanwhile. */
const LazyHeatmap = dynamic(() => import('./heatmap').then(({ Heatmap }) => Heatmap), {
  ssr: false,
  loading: () => <div className="h-[17.25rem]" />,
});

/** How long invocations took, over time. */
export function HeatmapCard({
  heatmap,
  scope,
  functionId,
}: {
  readonly heatmap: HeatmapView;
  readonly scope: Scope;
  readonly functionId?: string;
}) {
  return (
    <Card title="Durations over time">
      {heatmap.cells.length === 0 ? (
        <p className="flex h-48 items-center justify-center text-faint">No invocations in this range</p>
      ) : (
        <LazyHeatmap heatmap={heatmap} scope={scope} {...(functionId === undefined ? {} : { functionId })} />
      )}
    </Card>
  );
}
