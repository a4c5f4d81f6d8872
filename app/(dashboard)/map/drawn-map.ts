import { buildMap, type MapInput } from './graph';
import { layoutMap, type PlacedMap } from './layout-map';

const MOST_NODES = 60;

/** A map as it is drawn, and how many things with fewer calls are left out of it. */
export interface DrawnMap {
  readonly map: PlacedMap;
  readonly left: number;
}

/** The at most 60 things with the most calls, placed. */
export function drawnMap(input: MapInput): DrawnMap {
  const graph = buildMap(input, MOST_NODES);
  return { map: layoutMap(graph), left: graph.left };
}
