import { expect, it } from 'vitest';
import type { BreakdownGroupView } from '@/core/model/explore-views';
import { restOfGroups } from './rest-of-groups';

const group = (value: string, invocations: number): BreakdownGroupView => ({
  value,
  label: value,
  invocations,
  errors: 0,
  coldStarts: 0,
  durationMs: { p50: 1, p95: 1 },
  costUsd: null,
});

it('counts what is in no group, so that the rows and it add up to all', () => {
  const groups = [group('acme', 70), group('globex', 20)];
  expect(restOfGroups({ invocations: 100, fields: [{ field: 'tenant', groups }] })).toBe(10);
  expect(restOfGroups({ invocations: 90, fields: [{ field: 'tenant', groups }] })).toBe(0);
  expect(restOfGroups({ invocations: 5, fields: [] })).toBe(0);
});
