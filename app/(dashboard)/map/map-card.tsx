'use client';

import { useArrived } from '../../_components/later/use-arrived';
import { Card } from '../../_components/ui/card';
import type { Scope } from '../../_components/url/scope';
import type { DrawnMap } from './drawn-map';
import { MapDrawing } from './map-drawing';

interface MapCardProps {
  /** What is counted. */
  readonly drawn: DrawnMap;
  /** The same with what only traces tell, where that is not there yet; null where they tell nothing more. */
  readonly linked: Promise<DrawnMap | null> | null;
  /** Whether traces are asked at all. */
  readonly tellsLinks: boolean;
  readonly scope: Scope;
}

/** The map of what is counted, and as soon as it is known of what traces tell beside it. */
export function MapCard({ drawn, linked, tellsLinks, scope }: MapCardProps) {
  const shown = useArrived(drawn, linked);
  const { map, left } = shown;
  return (
    <Card
      flush
      aside={
        <p className="text-muted text-tremor-label">
          Calls of the range from left to right{tellsLinks && '; dashed: told by traces only'}.
          {left > 0 && ` ${left} things with fewer calls are not drawn.`}
        </p>
      }
    >
      <MapDrawing map={map} isWhole={shown !== drawn} scope={scope} />
    </Card>
  );
}
