import { expect, it } from 'vitest';
import { worstIncident } from './worst-incident';

it('is the newest of the most severe', () => {
  const incidents = [
    { id: 'newest', severity: 'info' },
    { id: 'newer', severity: 'critical' },
    { id: 'old', severity: 'warning' },
    { id: 'oldest', severity: 'critical' },
  ] as const;
  expect(worstIncident(incidents)?.id).toBe('newer');
  expect(worstIncident([])).toBeUndefined();
});
