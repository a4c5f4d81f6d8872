import { buildMap, type MapGraph, type MapInput } from './graph';
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

/**
 * The map with what traces tell beside what is counted; null where it has no other lines than the one that is drawn, which
 * then need not be placed again.
 */
export function linkedMap({ map }: DrawnMap, input: MapInput): DrawnMap | null {
  const graph = buildMap(input, MOST_NODES);
  const lines = ({ edges }: Pick<MapGraph, 'edges'>) =>
    edges.map(({ from, to }) => `${from} ${to}`).join('\n');
  if (graph.nodes.length === map.nodes.length && lines(graph) === lines(map)) return null;
  return { map: layoutMap(graph), left: graph.left };
}
