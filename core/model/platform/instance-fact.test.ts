import { describe, expect, test } from 'vitest';
import { TELEMETRY_API_SCOPE } from '../init-phase';
import type { MetricPoint } from '../telemetry';
import { NO_FIGURES, type PlatformFact } from './fact';
import { completeByInstance } from './instance-claims';
import { type InstanceFact, instanceFactsOf, instanceFactsOfMetric, rankOf } from './instance-fact';
import { platformOriginOf } from './origin';
import { invocation } from './testing/invocations';
import { LAMBDA } from './testing/logs';

const S = 1_000_000_000n;
const SAID: PlatformFact = {
  ...NO_FIGURES,
  kind: 'init',
  requestId: null,
  origin: platformOriginOf(LAMBDA),
  timeNs: 10n * S,
  durationMs: 500,
  initDurationMs: 500,
};
const SPAN = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

function one(facts: readonly InstanceFact[]): InstanceFact {
  const [fact, ...others] = facts;
  if (!fact || others.length > 0) throw new Error('not one fact');
  return fact;
}
const rankAt = (
  fact: InstanceFact,
  startMs: number,
  isSameInstance: boolean | null,
  coldStart: boolean | null = null,
  traceId = 'c'.repeat(32),
) =>
  rankOf(fact, {
    traceId,
    startNs: BigInt(startMs) * 1_000_000n,
    durationNs: S,
    coldStart,
    isSameInstance,
  });

describe('an init', () => {
  const init = one(instanceFactsOf(SAID, SPAN));

  test('may be paid by what starts up to 10 s after it in its instance', () => {
    expect([9_000, 9_960, 10_010, 20_000, 20_001].map((ms) => rankAt(init, ms, true))).toEqual([
      null,
      0,
      0,
      0,
      null,
    ]);
    expect(rankAt(init, 10_010, false, true)).toBeNull();
  });

  test('needs the word of the invocation where an instance is unknown; its own trace is surer', () => {
    expect(rankAt(init, 10_010, null)).toBeNull();
    expect(rankAt(init, 10_010, null, false)).toBeNull();
    expect(rankAt(init, 10_010, null, true)).toBe(2);
    expect(rankAt(init, 10_010, null, true, SPAN.traceId)).toBe(1);
  });

  test('that failed, or of which nobody says how long it took, tells nothing', () => {
    expect(instanceFactsOf({ ...SAID, status: 'error' })).toEqual([]);
    expect(instanceFactsOf({ ...SAID, durationMs: null, initDurationMs: null })).toEqual([]);
    expect(instanceFactsOf({ ...SAID, kind: 'report' })).toEqual([]);
  });
});

describe('a metric', () => {
  const point = (set: Partial<MetricPoint>): MetricPoint => ({
    name: 'faas.mem_usage',
    unit: 'By',
    kind: 'histogram',
    temporality: 'cumulative',
    startNs: 10n * S,
    timeNs: 15n * S,
    count: 1,
    sum: 90_000_000,
    min: null,
    max: null,
    attributes: {},
    resource: LAMBDA,
    scope: { name: TELEMETRY_API_SCOPE, version: '', attributes: {} },
    ...set,
  });
  const INIT = { name: 'faas.init_duration', unit: 's', sum: 0.25 } as const;

  test('that is cumulative says the same whenever it is sent: of the first invocation', () => {
    const fact = one(instanceFactsOfMetric(point({})));
    expect(fact).toMatchObject({ kind: 'memory', value: 90, isFirst: true, endsByNs: null });
    expect(instanceFactsOfMetric(point({ timeNs: 900n * S }))).toEqual([fact]);
    expect([
      rankAt(fact, 10_500, true),
      rankAt(fact, 10_500, null, true),
      rankAt(fact, 40_000, true),
    ]).toEqual([0, 2, null]);
    expect(one(instanceFactsOfMetric(point({ ...INIT, timeNs: 900n * S })))).toMatchObject({ value: 250 });
  });

  test('of the time since the last one is about an execution within it, of its instance only', () => {
    const fact = one(instanceFactsOfMetric(point({ temporality: 'delta' })));
    expect([rankAt(fact, 12_000, true), rankAt(fact, 12_000, null, true)]).toEqual([0, null]);
    expect([rankAt(fact, 9_000, true), rankAt(fact, 14_500, true)]).toEqual([null, null]);
    expect(instanceFactsOfMetric(point({ temporality: 'delta', timeNs: 900n * S }))).toEqual([]);
  });

  test('without times of its own, or of many executions, tells of none', () => {
    expect(instanceFactsOfMetric(point({ timeIsReceipt: true }))).toEqual([]);
    expect(instanceFactsOfMetric(point({ startNs: 15n * S }))).toEqual([]);
    expect(instanceFactsOfMetric(point({ ...INIT, startNs: 15n * S }))).toMatchObject([{ kind: 'init' }]);
    expect(instanceFactsOfMetric(point({ count: 2 }))).toEqual([]);
    expect(instanceFactsOfMetric(point({ name: 'faas.cpu_usage' }))).toEqual([]);
  });
});

describe('an invocation', () => {
  const claim = (value: number, rank: number, fromNs = 0n, kind: InstanceFact['kind'] = 'init') => ({
    fact: { ...one(instanceFactsOf(SAID)), kind, value, fromNs },
    rank,
  });

  test('takes the surest word: of its instance the greatest, of unknown ones the last', () => {
    const durationOf = (...claims: Parameters<typeof completeByInstance>[1]) =>
      completeByInstance(invocation({ coldStart: true }), claims).initDurationMs;
    expect(durationOf(claim(480, 0, 9n), claim(500, 0), claim(900, 1))).toBe(500);
    expect(durationOf(claim(480, 2, 9n), claim(900, 2))).toBe(480);
    expect(durationOf(claim(480, 1), claim(900, 2, 9n))).toBe(480);
  });

  test('keeps what its span or its report says', () => {
    const claims = [claim(500, 0), claim(70, 0, 0n, 'memory')];
    const bare = invocation();
    expect(completeByInstance(bare, claims)).toEqual({
      ...bare,
      initDurationMs: 500,
      coldStart: true,
      maxMemoryUsedMb: 70,
    });
    const said = invocation({ initDurationMs: 90, coldStart: true, maxMemoryUsedMb: 60 });
    expect(completeByInstance(said, claims)).toEqual(said);
    const warm = invocation({ coldStart: false });
    expect(completeByInstance(warm, claims)).toEqual({ ...warm, maxMemoryUsedMb: 70 });
  });
});
