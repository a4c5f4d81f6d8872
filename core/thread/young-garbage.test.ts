import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { collectorBehindGroups } from './young-garbage';

const OBJECTS = 5_000;

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_used_size ?? 0;
}

function leaveGarbage(): void {
  const garbage = Array.from({ length: OBJECTS }, (_, number) => ({ number, text: `number ${number}` }));
  expect(garbage).toHaveLength(OBJECTS);
}

it('collects what died young when a thousand records are done with, and not before', () => {
  const noteDone = collectorBehindGroups();
  noteDone(1_000);
  leaveGarbage();
  const full = youngBytes();
  noteDone(999);
  expect(youngBytes()).toBeGreaterThanOrEqual(full);
  noteDone(1);
  expect(youngBytes()).toBeLessThan(full - OBJECTS * 20);
});
