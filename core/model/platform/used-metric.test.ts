import { expect, test } from 'vitest';
import { TELEMETRY_API_SCOPE } from '../init-phase';
import type { MetricPoint } from '../telemetry';
import { LAMBDA } from './testing/logs';
import { isUsedMetric, usedCountOf } from './used-metric';

const point = (set: Partial<MetricPoint>): MetricPoint => ({
  name: 'faas.invocations',
  unit: '',
  kind: 'sum',
  temporality: 'cumulative',
  startNs: 1n,
  timeNs: 9n,
  count: 1,
  sum: 3,
  min: null,
  max: null,
  attributes: {},
  resource: LAMBDA,
  scope: { name: TELEMETRY_API_SCOPE, version: '', attributes: {} },
  ...set,
});

test.each([
  ['a count of executions', point({}), true],
  ['a count of timeouts', point({ name: 'faas.timeouts' }), true],
  ['the memory of one execution', point({ name: 'faas.mem_usage', kind: 'histogram', sum: 9e7 }), true],
  ['one init', point({ name: 'faas.init_duration', kind: 'histogram', unit: 's', sum: 0.2 }), true],
  ['the memory of several', point({ name: 'faas.mem_usage', kind: 'histogram', count: 2 }), false],
  ['cold starts, which are among executions', point({ name: 'faas.coldstarts' }), false],
  ['another figure', point({ name: 'faas.cpu_usage' }), false],
  ['what has no time of its own', point({ timeIsReceipt: true }), false],
  ['what names no function', point({ resource: { attributes: {} } }), false],
  [
    'memory of no function',
    point({ name: 'faas.mem_usage', kind: 'histogram', sum: 9e7, resource: { attributes: {} } }),
    false,
  ],
])('%s is used: %#', (_name, one, isUsed) => {
  expect(isUsedMetric(one)).toBe(isUsed);
});

test('two streams of CloudWatch that carry one metric are one series, two functions’ counters are two', () => {
  const exported = (arn: string) =>
    usedCountOf(
      point({
        name: 'amazonaws.com/AWS/Lambda/Throttles',
        attributes: { Dimensions: { FunctionName: 'pay' } },
        resource: { attributes: { 'cloud.provider': 'aws', 'aws.exporter.arn': arn } },
      }),
    )?.series;
  expect(exported('a')).toBe(exported('b'));
  const series = (attributes: MetricPoint['attributes']) => usedCountOf(point({ attributes }))?.series;
  expect(series({ 'faas.trigger': 'http' })).not.toBe(series({ 'faas.trigger': 'timer' }));
});
