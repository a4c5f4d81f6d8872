import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, logsOf, spansOf } from './testing/emitter';

const spans = spansOf('deno.pb', readFileSync);
const DENO = {
  function: 'deno    orders',
  platform: 'deno',
  source: 'faas-resource',
  id: null,
  trigger: 'http',
  coldStart: null,
  outcome: 'ok',
  error: null,
};

it("recognises the handler's spans of Deno's own telemetry", () => {
  expect(invocationsOf(spans).map(brief)).toEqual([DENO, { ...DENO, outcome: 'error', error: '500: null' }]);
  expect(invocationsOf(spans)[0]?.facts.runtime).toBe('deno 2.9.6');
});

it('keeps what it says as sent, the console too', () => {
  expect(spans[0]?.attributes).toMatchObject({ 'url.query': 'id=1', 'http.response.status_code': '200' });
  expect(logsOf('deno-logs.pb', readFileSync).map(({ body, traceId }) => [body, traceId])).toContainEqual([
    'order accepted\n',
    '0af7651916cd43dd8448eb211c80319c',
  ]);
});
