import { expect, it } from 'vitest';
import { incidentsOf } from './incidents-of';

const all = { labels: {} };
const unnamed = { labels: { environment: '' } };
const production = { labels: { environment: 'production', function: 'checkout' } };
const staging = { labels: { environment: 'staging' } };
const incidents = [all, unnamed, production, staging];

it('leaves out incidents of other environments, but none that watches all of them', () => {
  expect(incidentsOf(incidents, 'production')).toEqual([all, production]);
  expect(incidentsOf(incidents, '')).toEqual([all, unnamed]);
  expect(incidentsOf(incidents, undefined)).toEqual(incidents);
});
