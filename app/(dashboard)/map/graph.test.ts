import { describe, expect, it } from 'vitest';
import type { DependencyView } from '@/core/model/map/map-views';
import { edgeText } from './edge-text';
import { buildMap } from './graph';
import { layoutMap, NODE_HEIGHT, NODE_WIDTH } from './layout-map';

const fn = (id: string, invocations = 10) => ({
  id,
  name: `${id}-name`,
  environment: 'prod',
  region: '',
  invocations,
  errors: 0,
});
const calls = (
  functionId: string,
  dependency: string,
  set: Partial<DependencyView> = {},
): DependencyView => ({
  functionId,
  functionName: `${functionId}-name`,
  environment: 'prod',
  dependency,
  kind: 'database',
  calls: 10,
  errors: 0,
  durationMs: { p50: 5, p95: 20, p99: 30 },
  waited: { invocations: 1, durationMs: 50, costUsd: '0' },
  ...set,
});
const end = (id: string) => ({ id, name: `${id}-name` });
const pairs = (graph: ReturnType<typeof buildMap>) => graph.edges.map(({ from, to }) => `${from} > ${to}`);

describe('the map', () => {
  it('tells functions of one name apart', () => {
    const two = ['prod', 'staging'].map((environment) => ({
      ...fn(environment),
      name: 'checkout',
      environment,
    }));
    const { nodes } = buildMap({ functions: two, dependencies: [], links: [] }, 50);
    expect(nodes.map(({ name }) => name)).toEqual(['checkout (prod)', 'checkout (staging)']);
  });

  it('has one node for what several functions call, and an edge for each of them', () => {
    const graph = buildMap(
      { functions: [fn('a'), fn('b')], dependencies: [calls('a', 'db'), calls('b', 'db')], links: [] },
      50,
    );
    expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'database db']);
    expect(pairs(graph)).toEqual(['a > database db', 'b > database db']);
  });

  it('leads a call to a function that reports itself to that function', () => {
    const invoked = calls('a', 'Lambda b-name', { kind: 'function' });
    const elsewhere = calls('a', 'Lambda b-name', { kind: 'function', environment: 'test' });
    expect(
      pairs(buildMap({ functions: [fn('a'), fn('b')], dependencies: [invoked], links: [] }, 50)),
    ).toEqual(['a > b']);
    expect(
      pairs(buildMap({ functions: [fn('a'), fn('b')], dependencies: [elsewhere], links: [] }, 50)),
    ).toEqual(['a > function Lambda b-name']);
  });

  it('leads from a queue to the function that traces saw behind it, and keeps the figures of the way in', () => {
    const sends = calls('a', 'SQS jobs', { kind: 'messaging' });
    const via = { dependency: 'SQS jobs', kind: 'messaging' } as const;
    const graph = buildMap(
      {
        functions: [fn('a'), fn('b')],
        dependencies: [sends],
        links: [{ from: end('a'), to: end('b'), via, seen: 7 }],
      },
      50,
    );
    expect(graph.edges).toEqual([
      { from: 'a', to: 'messaging SQS jobs', figures: sends, seen: 7 },
      { from: 'messaging SQS jobs', to: 'b', figures: null, seen: 7 },
    ]);
  });

  it('keeps what has most calls when there is too much, and counts the rest', () => {
    const dependencies = [30, 20, 10].map((many) => calls('a', `db${many}`, { calls: many }));
    const graph = buildMap({ functions: [fn('a'), fn('b', 0)], dependencies, links: [] }, 3);
    expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'database db20', 'database db30']);
    expect(graph.left).toBe(1);
  });

  it('of 50 nodes lays none over another, and callers left of what they call', () => {
    const functions = Array.from({ length: 20 }, (_, index) => fn(`f${index}`));
    const dependencies = functions.flatMap(({ id }, index) => [
      calls(id, `db${index}`),
      calls(id, `db${(index * 7) % 30}`),
      calls(id, `own${index % 10}`),
    ]);
    const graph = buildMap({ functions, dependencies, links: [] }, 50);
    const { nodes, edges } = layoutMap(graph);
    expect(nodes).toHaveLength(50);
    const over = nodes.flatMap((a) =>
      nodes.filter(
        (b) => a.id < b.id && Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < NODE_HEIGHT,
      ),
    );
    expect(over).toEqual([]);
    const xOf = new Map(nodes.map(({ id, x }) => [id, x]));
    for (const { from, to, path } of edges) {
      expect(xOf.get(from)).toBeLessThan(xOf.get(to) ?? 0);
      expect(path).toMatch(/^M\d+ \d+[QL]/);
    }
  });
});

describe('the text of an edge', () => {
  it('says calls, p95, errors and the cost of waiting', () => {
    const figures = calls('a', 'db', {
      errors: 1,
      waited: { invocations: 1, durationMs: 9, costUsd: '0.25' },
    });
    expect(edgeText({ from: 'a', to: 'b', figures, seen: 0 })).toEqual([
      '10 calls · p95 20 ms',
      '10% errors · $0.25 waiting',
    ]);
    expect(edgeText({ from: 'a', to: 'b', figures: null, seen: 3 })).toEqual(['seen 3 ×']);
  });
});
