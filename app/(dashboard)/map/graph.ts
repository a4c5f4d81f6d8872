import type { DependencyKind } from '@/core/model/costs/dependency-kind';
import { functionLabels } from '@/core/model/function-labels';
import type { DependencyView, FunctionLinkView } from '@/core/model/map/map-views';
import type { FunctionView } from '@/core/model/views';

export interface MapNode {
  readonly id: string;
  /** Of functions of one name, with where they run. Null: what calls of this kind are made to is not known by name. */
  readonly name: string | null;
  readonly kind: DependencyKind;
  /** A function that reports itself, with the figures of the range. */
  readonly info: Pick<FunctionView, 'id' | 'environment' | 'invocations' | 'errors'> | null;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /** Null where only traces tell that one leads to the other. */
  readonly figures: DependencyView | null;
  /** How often traces tell it. */
  readonly seen: number;
}

export interface MapGraph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** How many things are left out, those with the fewest calls. */
  readonly left: number;
}

export interface MapInput {
  readonly functions: readonly Pick<
    FunctionView,
    'id' | 'name' | 'environment' | 'region' | 'invocations' | 'errors'
  >[];
  /** Most calls first. */
  readonly dependencies: readonly DependencyView[];
  readonly links: readonly Pick<FunctionLinkView, 'from' | 'to' | 'via' | 'seen'>[];
}

/**
 * Functions and what they call as nodes, in the order of their ids, so that a map that changes little looks the same. A
 * call to a function that reports itself leads to that one.
 */
export function buildMap({ functions, dependencies, links }: MapInput, mostNodes: number): MapGraph {
  const nodes = new Map<string, MapNode>();
  const labels = functionLabels(functions);
  for (const { id, name, environment, invocations, errors } of functions)
    nodes.set(id, {
      id,
      name: labels.get(id) ?? name,
      kind: 'function',
      info: { id, environment, invocations, errors },
    });
  const edges = new Map<string, MapEdge>();
  const connect = (edge: MapEdge) => {
    const key = `${edge.from} ${edge.to}`;
    const known = edges.get(key);
    edges.set(key, {
      ...edge,
      figures: known?.figures ?? edge.figures,
      seen: (known?.seen ?? 0) + edge.seen,
    });
  };
  const target = (dependency: string, kind: DependencyKind, environment: string): string => {
    const callee = kind === 'function' ? dependency.split(' ').at(-1) : undefined;
    const own = functions.find(({ name, environment: its }) => name === callee && its === environment);
    if (own !== undefined) return own.id;
    const id = `${kind} ${dependency}`;
    nodes.set(id, { id, name: dependency === '' ? null : dependency, kind, info: null });
    return id;
  };
  for (const figures of dependencies) {
    if (!nodes.has(figures.functionId)) continue;
    const to = target(figures.dependency, figures.kind, figures.environment);
    connect({ from: figures.functionId, to, figures, seen: 0 });
  }
  const environments = new Map(functions.map(({ id, environment }) => [id, environment]));
  for (const { from, to, via, seen } of links) {
    if (!nodes.has(from.id) || !nodes.has(to.id)) continue;
    const between = via && target(via.dependency, via.kind, environments.get(from.id) ?? '');
    if (between === null || between === to.id) connect({ from: from.id, to: to.id, figures: null, seen });
    else {
      connect({ from: from.id, to: between, figures: null, seen });
      connect({ from: between, to: to.id, figures: null, seen });
    }
  }
  return largest([...nodes.values()], [...edges.values()], mostNodes);
}

/** The part of a graph with the most calls, at most so many nodes. */
function largest(nodes: readonly MapNode[], edges: readonly MapEdge[], most: number): MapGraph {
  const kept = new Set<string>();
  const weight = ({ figures, seen }: MapEdge) => Math.max(figures?.calls ?? 0, seen);
  for (const { from, to } of edges.toSorted((a, b) => weight(b) - weight(a))) {
    const fresh = [from, to].filter((id) => !kept.has(id));
    if (kept.size + fresh.length <= most) for (const id of fresh) kept.add(id);
  }
  const busiest = nodes.toSorted((a, b) => (b.info?.invocations ?? 0) - (a.info?.invocations ?? 0));
  for (const { id, info } of busiest)
    if (info !== null && info.invocations > 0 && kept.size < most) kept.add(id);
  const shown = nodes.filter(({ id }) => kept.has(id));
  const meant = nodes.filter(({ id, info }) => kept.has(id) || info === null || info.invocations > 0);
  return {
    nodes: shown.sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: edges
      .filter(({ from, to }) => kept.has(from) && kept.has(to))
      .sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1)),
    left: meant.length - shown.length,
  };
}
