import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CountedKey, rankDifferences } from './rank-differences';

const sizes = { invocations: { selected: 100, rest: 200 }, spans: { selected: 50, rest: 100 } };

function attribute(key: string, counts: Readonly<Record<string, readonly [number, number]>>): CountedKey {
  const values = Object.entries(counts).map(([value, [selected, rest]]) => ({ value, selected, rest }));
  return { kind: 'attribute', key, values };
}

test('the value that only the selected ones have comes first, with both shares', () => {
  const ranked = rankDifferences(
    [
      attribute('http.route', { '/a': [25, 50], '/b': [25, 50] }),
      attribute('tenant', { acme: [45, 5], other: [5, 95] }),
      attribute('zone', { one: [30, 20], two: [20, 80] }),
    ],
    sizes,
  );
  expect(ranked.map(({ key, value, comparison }) => [key, comparison, value])).toEqual([
    ['tenant', 'is', 'acme'],
    ['zone', 'is', 'one'],
  ]);
  expect(ranked[0]).toMatchObject({ selectedShare: 0.9, restShare: 0.05 });
});

test('numbers are cut where they differ most', () => {
  const [found] = rankDifferences(
    [attribute('retries', { 0: [2, 60], 1: [3, 38], 2: [15, 1], 3: [15, 1], 4: [15, 0] })],
    sizes,
  );
  expect(found).toMatchObject({ comparison: 'atLeast', value: '2', selectedShare: 0.9, restShare: 0.02 });
});

test('numbers that the selected ones have less of are below a border', () => {
  const [found] = rankDifferences([attribute('size', { 1: [20, 1], 2: [25, 2], 90: [5, 97] })], sizes);
  expect(found).toMatchObject({ comparison: 'below', value: '90' });
});

test('an attribute that only one side has is told as such', () => {
  const ids = Object.fromEntries(Array.from({ length: 48 }, (_, no) => [`error-${no}`, [1, 0] as const]));
  const [present] = rankDifferences([attribute('exception', ids)], sizes);
  expect(present).toMatchObject({ comparison: 'present', value: null, restShare: 0 });
  const others = Object.fromEntries(Array.from({ length: 95 }, (_, no) => [`u${no}`, [0, 1] as const]));
  const [absent] = rankDifferences([attribute('user', others)], sizes);
  expect(absent).toMatchObject({ comparison: 'absent', selectedShare: 1 });
});

test('ids that every span has anew differ by nothing', () => {
  const ids = Object.fromEntries(
    Array.from({ length: 150 }, (_, no) => [`id-${no}`, no < 50 ? ([1, 0] as const) : ([0, 1] as const)]),
  );
  expect(rankDifferences([attribute('request.id', ids)], sizes)).toEqual([]);
});

test('fields are shares of all invocations, also of those whose spans were not read', () => {
  const version: CountedKey = {
    kind: 'field',
    key: 'version',
    values: [{ value: '2', selected: 100, rest: 0 }],
  };
  expect(rankDifferences([version], sizes)[0]).toMatchObject({ selectedShare: 1, restShare: 0 });
});

test('nothing is told of samples without anything', () => {
  const nothing = { selected: 0, rest: 0 };
  expect(rankDifferences([attribute('a', { x: [0, 1] })], { invocations: nothing, spans: nothing })).toEqual(
    [],
  );
});

test('shares and scores stay between 0 and 1, and two alike sides never differ', () => {
  const counts = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat({ max: 10 })), { maxLength: 5 });
  fc.assert(
    fc.property(counts, (given) => {
      const values = [...new Map(given)].map(([value, count]) => ({ value, selected: count, rest: count }));
      const size = { selected: 50, rest: 50 };
      const ranked = rankDifferences([{ kind: 'field', key: 'k', values }], {
        invocations: size,
        spans: size,
      });
      expect(ranked).toEqual([]);
    }),
  );
});
