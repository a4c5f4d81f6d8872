import { describe, expect, test } from 'vitest';
import { TELEMETRY_API_SCOPE } from '../init-phase';
import type { MetricPoint } from '../telemetry';
import { countOfMetric, factsOfMetric, memoryOfMetric } from './metric-facts';
import { LAMBDA } from './testing/logs';

const point = (set: Partial<MetricPoint>): MetricPoint => ({
  name: 'faas.invocations',
  unit: '',
  kind: 'sum',
  temporality: 'delta',
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
const cloudWatch = (metric: string, Dimensions: Record<string, string>, sum = 4) =>
  point({
    name: `amazonaws.com/AWS/Lambda/${metric}`,
    kind: 'summary',
    count: 4,
    sum,
    attributes: { Dimensions },
  });

describe('counts', () => {
  test.each([
    ['faas.invocations', 'successes'],
    ['faas.errors', 'errors'],
    ['faas.timeouts', 'timeouts'],
    ['faas.coldstarts', 'coldStarts'],
  ])('%s counts %s', (name, counted) => {
    expect(countOfMetric(point({ name, temporality: 'cumulative' }))).toMatchObject({
      counted,
      value: 3,
      isCumulative: true,
      startNs: 1n,
      timeNs: 9n,
      origin: { name: 'orders', provider: 'aws', region: 'eu-central-1' },
    });
  });

  test("CloudWatch's count of a function's throttles, and of none of its versions or of the account", () => {
    expect(countOfMetric(cloudWatch('Throttles', { FunctionName: 'pay' }))).toMatchObject({
      counted: 'throttles',
      value: 4,
      isCumulative: false,
      origin: { name: 'pay' },
    });
    expect(countOfMetric(cloudWatch('Throttles', { FunctionName: 'pay', Resource: 'pay:7' }))).toBeNull();
    expect(countOfMetric(cloudWatch('Throttles', {}))).toBeNull();
    expect(countOfMetric(point({ name: 'amazonaws.com/AWS/Lambda/Throttles' }))).toBeNull();
    expect(countOfMetric(cloudWatch('Invocations', { FunctionName: 'pay' }))?.counted).toBe('executions');
    expect(countOfMetric(cloudWatch('Duration', { FunctionName: 'pay' }))).toBeNull();
    expect(countOfMetric(cloudWatch('Errors', { FunctionName: 'pay' }, -1))).toBeNull();
  });
});

describe('single executions', () => {
  test('an init duration of one init is a fact about it', () => {
    const init = { name: 'faas.init_duration', kind: 'histogram', unit: 's', sum: 0.25 } as const;
    expect(factsOfMetric(point(init))).toMatchObject([
      { kind: 'init', initDurationMs: 250, timeNs: 9n, requestId: null },
    ]);
    expect(factsOfMetric(point({ ...init, unit: 'ms', sum: 250 }))).toMatchObject([{ initDurationMs: 250 }]);
    expect(factsOfMetric(point({ ...init, count: 2 }))).toEqual([]);
    expect(factsOfMetric(point({ ...init, sum: 0 }))).toEqual([]);
    expect(factsOfMetric(point({}))).toEqual([]);
  });

  test('memory is a million per MB from the Lambda extension and bytes from others', () => {
    const used = { name: 'faas.mem_usage', kind: 'histogram', unit: 'By' } as const;
    expect(memoryOfMetric(point({ ...used, sum: 90_000_000 }))).toMatchObject({ maxMemoryUsedMb: 90 });
    const scope = { name: 'mine', version: '', attributes: {} };
    expect(memoryOfMetric(point({ ...used, scope, sum: 90 * 1024 * 1024 }))).toMatchObject({
      maxMemoryUsedMb: 90,
      origin: { name: 'orders' },
    });
    expect(memoryOfMetric(point({ ...used, count: 3, sum: 9 }))).toBeNull();
  });
});
