import { expect, it } from 'vitest';
import { besideSelection } from './beside-selection';

const outcome = { kind: 'field', key: 'outcome', selectedShare: 1, restShare: 0 } as const;
const version = { kind: 'field', key: 'version', selectedShare: 1, restShare: 0 } as const;
const attribute = { kind: 'attribute', key: 'outcome', selectedShare: 1, restShare: 0 } as const;

it('leaves out what the invocations were selected by, which is no finding', () => {
  const items = [outcome, version, attribute];
  expect(besideSelection(items, { outcome: 'error' })).toEqual([version, attribute]);
  expect(besideSelection(items, { failed: true })).toEqual([version, attribute]);
  expect(besideSelection(items, { minDurationMs: 5 })).toEqual(items);
});

it('keeps a field that tells more than the selection, as one that others share', () => {
  const shared = { ...outcome, restShare: 0.2 };
  expect(besideSelection([shared], { outcome: 'error' })).toEqual([shared]);
});
