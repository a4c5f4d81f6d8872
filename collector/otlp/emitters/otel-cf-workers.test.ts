import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('otel-cf-workers.json', readFileSync);
const WORKER = {
  function: 'cloudflare  earth  orders',
  platform: 'cloudflare.workers',
  source: 'faas.trigger',
  id: null,
  coldStart: false,
  outcome: 'ok',
  error: null,
};

it('recognises what otel-cf-workers sends for requests, a cron and a queue', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...WORKER, id: '8f1a2b3c4d5e6f70-FRA', trigger: 'http', coldStart: true },
    { ...WORKER, id: '8f1a2b3c4d5e6f71-FRA', trigger: 'http', outcome: 'error', error: 'Error: no stock' },
    { ...WORKER, trigger: 'timer' },
    { ...WORKER, trigger: 'pubsub' },
  ]);
  expect(invocationsOf(spans)[0]?.facts).toMatchObject({ memoryMb: 128, version: '1.4.0' });
});

it('keeps attributes that are null as null', () => {
  expect(spans[0]?.attributes).toMatchObject({ 'http.request.body.size': null, 'net.asn': 395747 });
});
