import { describe, expect, test } from 'vitest';
import type { Attributes } from './attributes';
import { isFaasResource } from './faas-resource';
import { functionFacts } from './function-facts';
import { coldStartOf, reportOf, triggerOf } from './invocation-details';
import { normaliseAttributes } from './normalise';
import { resultOf } from './outcome';
import type { Span } from './telemetry';

/** Properties that every ordinary object has. */
const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

const spanWith = (attributes: Attributes): Span => ({
  traceId: '0'.repeat(32),
  spanId: '0'.repeat(16),
  parentSpanId: null,
  traceState: '',
  flags: 0,
  name: 'fn',
  kind: 'server',
  startNs: 0n,
  endNs: 1n,
  status: 'unset',
  statusMessage: '',
  attributes,
  events: [],
  links: [],
  resource: { attributes: {} },
  scope: { name: '', version: '', attributes: {} },
});

describe('words that are names of built-in properties', () => {
  test.each(INHERITED)('%s is an unknown word like any other', (word) => {
    expect(isFaasResource({ 'cloud.platform': word })).toBe(false);
    expect(functionFacts({}, { 'host.arch': word }).architecture).toBe(word);
    expect(triggerOf({ 'faas.trigger': word })).toBe('other');
    expect(resultOf(spanWith({ 'cloudflare.outcome': word })).outcome).toBe('ok');
  });

  test.each(INHERITED)('an attribute named %s is kept under its name', (word) => {
    const sent: Attributes = Object.fromEntries([
      ['http.method', 'GET'],
      [word, 'kept'],
    ]);
    expect(Object.entries(normaliseAttributes(sent)).sort()).toEqual(
      [
        ['http.request.method', 'GET'],
        [word, 'kept'],
      ].sort(),
    );
  });
});

describe('figures that no platform can mean are unknown', () => {
  test.each([-1, 0, 1e13, 1e21, 1e30, 1e308, '1e305'])('%s as memory', (value) => {
    expect(functionFacts({}, { 'faas.max_memory': value }).memoryMb).toBeNull();
  });

  test('memory that can be is kept, from 1 MB to 1,000,000 MB', () => {
    expect(functionFacts({}, { 'faas.max_memory': 0.2 }).memoryMb).toBeNull();
    expect(functionFacts({}, { 'faas.max_memory': 128 }).memoryMb).toBe(128);
    expect(functionFacts({}, { 'faas.max_memory': 1e6 * 1024 * 1024 }).memoryMb).toBe(1e6);
    expect(functionFacts({}, { 'faas.max_memory': 1_000_001 }).memoryMb).toBeNull();
  });

  test.each([-1, 2.7e9, 1e14, 1e305])('%s as a time', (ms) => {
    expect(coldStartOf({ 'faaslens.init_duration_ms': ms }).initDurationMs).toBeNull();
    expect(reportOf({ 'faaslens.billed_duration_ms': ms }).reportedBilledMs).toBeNull();
  });

  test('31 days are a time that can be, and used memory has the bound of memory', () => {
    const longest = 31 * 24 * 3600 * 1000;
    expect(coldStartOf({ 'faaslens.init_duration_ms': longest }).initDurationMs).toBe(longest);
    expect(reportOf({ 'faaslens.billed_duration_ms': longest }).reportedBilledMs).toBe(longest);
    expect(reportOf({ 'faaslens.max_memory_used_mb': 1e7 }).maxMemoryUsedMb).toBeNull();
  });
});
