import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const VERSIONS = [
  { version: '0.71', id: 'faas.execution', resourceId: 'faas.id' },
  { version: '0.75', id: 'faas.invocation_id', resourceId: 'cloud.resource_id' },
];

const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  trigger: null,
  error: null,
  outcome: 'ok',
};

describe.each(VERSIONS)(
  'what the JavaScript Lambda instrumentation $version sends',
  ({ version, id, resourceId }) => {
    const spans = spansOf(`js-lambda-${version}.pb`, readFileSync);

    it('is recognised, one invocation for a batch and its child', () => {
      expect(invocationsOf(spans).map(brief)).toEqual([
        {
          ...LAMBDA,
          source: 'known-scope',
          id: '11111111-1111-4111-8111-111111111111',
          trigger: 'http',
          coldStart: true,
        },
        {
          ...LAMBDA,
          source: 'known-scope',
          id: '22222222-2222-4222-8222-222222222222',
          coldStart: false,
          outcome: 'error',
          error: 'TypeError: order 17 has no items',
        },
        {
          ...LAMBDA,
          source: 'faas.trigger',
          id: '33333333-3333-4333-8333-333333333333',
          trigger: 'pubsub',
          coldStart: false,
        },
      ]);
    });

    it('keeps its names, links and resource as sent', () => {
      expect(spans).toHaveLength(4);
      const [http, , message] = spans;
      expect(http?.attributes).toEqual({
        [id]: '11111111-1111-4111-8111-111111111111',
        [resourceId]: 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live',
        'cloud.account.id': '123456789012',
        'faas.coldstart': true,
        'url.full': 'https://api.example.com/orders',
      });
      expect(http?.resource.attributes).toMatchObject({
        'faas.max_memory': 536870912,
        'aws.log.group.names': ['/aws/lambda/orders'],
      });
      expect(message).toMatchObject({
        kind: 'consumer',
        links: [{ traceId: '5759e988bd862e3fe1be46a994272793' }],
      });
    });
  },
);
