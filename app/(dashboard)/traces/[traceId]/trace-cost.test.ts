import { expect, it } from 'vitest';
import { traceCostLines, traceCostNotes } from './trace-cost';

const ran = (service: string, costUsd: string | null, isInvocation = true) => ({
  name: 'handler',
  service,
  durationMs: 20,
  costUsd,
  isInvocation,
});

it('a trace costs what its invocations do, those of one name together, the dearest first', () => {
  const lines = traceCostLines([
    ran('orders', '0.000001'),
    ran('billing', '0.000002'),
    ran('billing', '0.000003'),
    ran('billing', '9', false),
    ran('unknown', null),
  ]);
  expect(lines).toEqual([
    { label: 'billing handler', how: '2 invocations, 40 ms', amount: '$0.000005' },
    { label: 'orders handler', how: '20 ms', amount: '$0.000001' },
  ]);
});

it('names the dearest and adds up the others, so that the lines make up the whole', () => {
  const many = Array.from({ length: 12 }, (_, index) => ran(`fn-${index}`, `0.0000${10 + index}`));
  const lines = traceCostLines(many);
  expect(lines).toHaveLength(9);
  expect(lines.at(-1)).toMatchObject({ label: '4 others', how: '4 invocations, 80 ms' });
  const total = lines.reduce((sum, { amount }) => sum + Number(amount.slice(1)), 0);
  expect(total).toBeCloseTo(
    many.reduce((sum, { costUsd }) => sum + Number(costUsd), 0),
    12,
  );
});

it('says what the lines leave out', () => {
  const spans = [ran('orders', '0.000001'), ran('unknown', null)];
  expect(traceCostNotes({ costUsd: '0.000001', truncated: true, spans })).toEqual([
    '$0.000001 at list price',
    '1 of its invocations could not be priced',
    'Spans beyond those shown may have invocations, too',
  ]);
});
