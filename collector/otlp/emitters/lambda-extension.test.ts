import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { originOf } from '@/core/model/function-identity';
import { completeInvocation, executionFor } from '@/core/model/platform/complete-invocation';
import { executionsOf, mergeFacts } from '@/core/model/platform/execution';
import { factsOfLog } from '@/core/model/platform/facts-of-log';
import { factsOfSpan } from '@/core/model/platform/facts-of-span';
import { instanceFactsOf, instanceFactsOfMetric, rankOf } from '@/core/model/platform/instance-fact';
import { countOfMetric } from '@/core/model/platform/metric-facts';
import { orphanInvocation } from '@/core/model/platform/orphan-invocation';
import { brief, invocationsOf, logsOf, pointsOf, spansOf } from './testing/emitter';

const spans = spansOf('lambda-extension-traces.json', readFileSync);
const facts = logsOf('lambda-extension-logs.json', readFileSync).flatMap(factsOfLog);
const executions = (id: string) =>
  facts
    .filter(({ requestId }) => requestId === id)
    .map(executionsOf)
    .reduce(mergeFacts, []);

it('never counts an init of the Lambda extension as an invocation, but tells who paid for it', () => {
  const invocations = invocationsOf(spans);
  expect(invocations.map(brief)).toEqual([
    {
      function: 'aws 123456789012 eu-central-1  orders',
      platform: 'aws_lambda',
      source: 'known-scope',
      id: '11111111-1111-4111-8111-111111111111',
      trigger: null,
      coldStart: true,
      outcome: 'ok',
      error: null,
    },
  ]);
  const [init] = spans.flatMap((span) => factsOfSpan(span).flatMap((fact) => instanceFactsOf(fact, span)));
  expect(init).toMatchObject({ kind: 'init', value: 410.5, origin: { name: 'orders' } });
  expect(init && invocations.map((one) => rankOf(init, { ...one, isSameInstance: null }))).toEqual([2]);
});

it('completes the invocation by the report in its logs, text or JSON', () => {
  expect(facts.map(({ kind }) => kind)).toEqual(['start', 'runtimeDone', 'report', 'start', 'report']);
  const [invocation] = invocationsOf(spans);
  if (!invocation) throw new Error('no invocation');
  const execution = executionFor(invocation, executions('11111111-1111-4111-8111-111111111111'));
  expect(completeInvocation(invocation, execution)).toMatchObject({
    reportedBilledMs: 430,
    maxMemoryUsedMb: 88,
    initDurationMs: 410.5,
    outcome: 'ok',
  });
  expect(execution?.traceId).toBe('5759e988bd862e3fe1be46a994272793');
});

it('tells of an execution that sent no span', () => {
  const [execution] = executions('22222222-2222-4222-8222-222222222222');
  expect(execution && orphanInvocation(execution, 2n ** 62n)).toMatchObject({
    outcome: 'timeout',
    reportedBilledMs: 3000,
    function: { provider: 'aws', region: 'eu-central-1', name: 'orders' },
  });
});

it('reads its metrics in their odd units', () => {
  const points = pointsOf('lambda-extension-metrics.json', readFileSync);
  const facts = points.flatMap(instanceFactsOfMetric);
  expect(facts.map(({ kind, value, isFirst }) => [kind, value, isFirst])).toEqual([
    ['init', 410.5, true],
    ['memory', 88, true],
  ]);
  const [invocation] = invocationsOf(spans);
  expect(invocation && facts.map((fact) => rankOf(fact, { ...invocation, isSameInstance: null }))).toEqual([
    2, 2,
  ]);
  expect(points.map(countOfMetric).flatMap((count) => (count ? [[count.counted, count.value]] : []))).toEqual(
    [
      ['coldStarts', 1],
      ['successes', 1],
      ['errors', 0],
      ['timeouts', 1],
    ],
  );
});

it('belongs to the same function as the spans, though its resource is another', () => {
  const resources = new Set(
    spans.map(({ resource }) => Buffer.from(originOf(resource.attributes)).toString('hex')),
  );
  expect(resources.size).toBe(1);
});
