import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('cloudflare-native.json', readFileSync);
const WORKER = {
  function: 'cloudflare    orders',
  platform: 'cloudflare.workers',
  source: 'faas.trigger',
  outcome: 'ok',
  error: null,
};

it("recognises the roots of Cloudflare's own traces, though every span has the invocation id", () => {
  expect(spans).toHaveLength(4);
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...WORKER, id: '8f1a2b3c4d5e6f70', trigger: 'http', coldStart: true },
    {
      ...WORKER,
      id: '9f1a2b3c4d5e6f70',
      trigger: 'pubsub',
      coldStart: false,
      outcome: 'oom',
      error: 'exceededMemory: null',
    },
    {
      ...WORKER,
      id: 'af1a2b3c4d5e6f70',
      trigger: 'timer',
      coldStart: null,
      outcome: 'error',
      error: 'RangeError: no stock',
    },
  ]);
  expect(invocationsOf(spans)[0]?.initDurationMs).toBe(6);
});

it('keeps its words as sent', () => {
  expect(spans[0]?.attributes).toMatchObject({
    'faas.cold_start': true,
    'cloudflare.cpu_time': 3,
    'cloudflare.colo': 'FRA',
  });
});
