import { Graph, layout } from '@dagrejs/dagre';
import { edgeText } from './edge-text';
import type { MapEdge, MapGraph, MapNode } from './graph';

export const NODE_WIDTH = 200;
export const NODE_HEIGHT = 46;
export const LINE_HEIGHT = 15;
/** Of a letter at an edge, generously. */
const LETTER_WIDTH = 6.5;

export interface PlacedNode extends MapNode {
  /** Of its upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge extends MapEdge {
  readonly text: readonly string[];
  /** What its text takes. */
  readonly width: number;
  readonly height: number;
  /** Of the middle of its text. */
  readonly x: number;
  readonly y: number;
  /** As SVG draws it. */
  readonly path: string;
}

export interface PlacedMap {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places a graph in layers from left to right, callers before what they call, with room for the texts of the edges. */
export function layoutMap({ nodes, edges }: Pick<MapGraph, 'nodes' | 'edges'>): PlacedMap {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 10, ranksep: 22, marginx: 8, marginy: 8 });
  for (const { id } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const texts = edges.map(edgeText);
  edges.forEach(({ from, to }, index) => {
    graph.setEdge(from, to, { ...sizeOf(texts[index] ?? []), labelpos: 'c' });
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id);
      return { ...node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
    }),
    edges: edges.map((edge, index) => {
      const { x = 0, y = 0, points = [] } = graph.edge(edge.from, edge.to);
      const text = texts[index] ?? [];
      return { ...edge, ...sizeOf(text), text, x, y, path: curve(points) };
    }),
  };
}

function sizeOf(text: readonly string[]): { readonly width: number; readonly height: number } {
  const longest = Math.max(...text.map((line) => line.length));
  return { width: longest * LETTER_WIDTH + 12, height: text.length * LINE_HEIGHT + 2 };
}

/** A line that turns softly near its points. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return '';
  const at = ({ x, y }: Point) => `${Math.round(x)} ${Math.round(y)}`;
  const turns = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    const middle =
      index === rest.length - 1 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(middle)}`;
  });
  return `M${at(first)}${turns.length === 0 ? `L${at(last)}` : turns.join('')}`;
}
