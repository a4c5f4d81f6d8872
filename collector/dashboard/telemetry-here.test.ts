import { expect, it } from 'vitest';
import { telemetryHere } from './telemetry-here';

it('sends who posts telemetry to the dashboard on to the other port', () => {
  for (const path of ['/v1/traces', '/v1/logs/', '/v1/metrics'])
    expect(telemetryHere('POST', path)).toContain('4318');
});

it('says nothing to who asks for a page', () => {
  for (const [method, path] of [
    ['GET', '/v1/traces'],
    ['POST', '/traces'],
    ['POST', '/v1/traces/5b8e'],
  ] as const)
    expect(telemetryHere(method, path)).toBeNull();
});
