import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('go-lambda.json', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  coldStart: null,
  trigger: null,
  error: null,
  outcome: 'ok',
};

it('recognises what the Go Lambda instrumentation sends, under its new and old names', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, source: 'known-scope', id: '11111111-1111-4111-8111-111111111111' },
    {
      ...LAMBDA,
      source: 'known-scope',
      id: '22222222-2222-4222-8222-222222222222',
      outcome: 'error',
      error: '*errors.errorString: order 17 has no items',
    },
  ]);
  expect(spans[1]?.attributes).toHaveProperty(['faas.execution']);
});
