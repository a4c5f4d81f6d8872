import { expect, it } from 'vitest';
import type { Attributes } from './attributes';
import { batchOfEnvironment } from './batch-of-environment';
import type { LogRecord, MetricPoint, Span } from './telemetry';

const KEY = 'deployment.environment.name';
const scope = { name: '', version: '', attributes: {} };

function log(body: string, resource: Attributes, attributes: Attributes = {}): LogRecord {
  return {
    timeNs: 1n,
    severity: 9,
    severityText: '',
    body,
    attributes,
    traceId: null,
    spanId: null,
    resource: { attributes: resource },
    scope,
  };
}

const LOGS = [
  log('of staging', { [KEY]: 'staging' }),
  log('of staging by the old name', { 'deployment.environment': 'staging' }),
  log('of production, whatever it says itself', { [KEY]: 'production' }, { [KEY]: 'staging' }),
  log('of none, and claims staging', { 'service.name': 'a' }, { 'deployment.environment': 'staging' }),
  log('of none', { 'service.name': 'a' }),
];
const bodies = (environment: string) =>
  batchOfEnvironment(environment, { spans: [], logs: LOGS }).logs.map(({ body }) => body);

it('keeps what comes from a function whose resource names the environment', () => {
  expect(bodies('staging')).toEqual(['of staging', 'of staging by the old name']);
  expect(bodies('production')).toEqual(['of production, whatever it says itself']);
});

it('keeps under the empty name what names no environment at all', () => {
  expect(bodies('')).toEqual(['of none']);
});

it('judges spans and data points alike', () => {
  const { attributes, resource } = log('', { [KEY]: 'production' });
  const batch = {
    spans: [{ attributes, resource } as Span],
    logs: [],
    metrics: [{ attributes, resource } as MetricPoint],
  };
  expect(batchOfEnvironment('staging', batch)).toEqual({ spans: [], logs: [], metrics: [] });
  expect(batchOfEnvironment('production', batch)).toEqual(batch);
});
