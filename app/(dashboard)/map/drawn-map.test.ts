import { describe, expect, it } from 'vitest';
import type { DependencyView } from '@/core/model/map/map-views';
import { drawnMap, linkedMap } from './drawn-map';

const functions = ['a', 'b'].map((id) => ({
  id,
  name: id,
  environment: '',
  region: '',
  invocations: 10,
  errors: 0,
}));
const sends: DependencyView = {
  functionId: 'a',
  functionName: 'a',
  environment: '',
  dependency: 'SQS jobs',
  kind: 'messaging',
  calls: 10,
  errors: 0,
  durationMs: { p50: 5, p95: 20, p99: 30 },
  waited: { invocations: 1, durationMs: 50, costUsd: '0' },
};
const calls: DependencyView = { ...sends, dependency: 'Lambda b', kind: 'function' };
const seen = { from: { id: 'a', name: 'a' }, to: { id: 'b', name: 'b' }, seen: 7 };

describe('what traces tell beside what is counted', () => {
  it('is drawn where it adds a line', () => {
    const counted = { functions, dependencies: [sends] };
    const via = { dependency: 'SQS jobs', kind: 'messaging' } as const;
    const linked = linkedMap(drawnMap({ ...counted, links: [] }), { ...counted, links: [{ ...seen, via }] });
    expect(linked?.map.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'a > messaging SQS jobs',
      'messaging SQS jobs > b',
    ]);
  });

  it('need not be drawn where every line is there already', () => {
    const counted = { functions, dependencies: [calls] };
    const drawn = drawnMap({ ...counted, links: [] });
    expect(linkedMap(drawn, { ...counted, links: [{ ...seen, via: null }] })).toBeNull();
    expect(linkedMap(drawn, { ...counted, links: [] })).toBeNull();
  });
});
