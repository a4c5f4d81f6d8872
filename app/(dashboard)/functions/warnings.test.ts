import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/core/model/time-range';
import type { FunctionView } from '@/core/model/views';
import { sparkStep } from './spark-step';
import { warningsOf } from './warnings';

const quiet = {
  invocations: 1000,
  errorRate: 0.01,
  ooms: 0,
  timeouts: 0,
  coldStartRate: 0.1,
  memoryShare: { p50: null, max: null },
  durationMs: { avg: 1, p50: 1, p95: 1, p99: 1, max: 940 },
  timeoutMs: 1000,
  coverage: null,
} as FunctionView;

const labels = (set: Partial<FunctionView>) => warningsOf({ ...quiet, ...set }).map(({ label }) => label);

test.each([
  [{}, []],
  [{ errorRate: 0.02 }, ['errors']],
  [{ errorRate: 0.5, invocations: 19 }, []],
  [{ ooms: 1, memoryShare: { p50: 1, max: 1 } }, ['out of memory']],
  [{ memoryShare: { p50: 0.5, max: 0.96 } }, ['memory']],
  [{ durationMs: { ...quiet.durationMs, max: 960 } }, ['near timeout']],
  [{ durationMs: { ...quiet.durationMs, max: 1000 }, timeouts: 2 }, ['timeouts']],
  [{ coldStartRate: 0.2 }, ['cold starts']],
  [{ coverage: { expected: 1000, received: 980 } }, ['telemetry missing']],
  [{ coverage: { expected: 1000, received: 995 } }, []],
  [{ coverage: { expected: 19, received: 1 } }, []],
  [{ timeoutMs: null, durationMs: { ...quiet.durationMs, max: 1e9 } }, []],
])('%j is warned of as %j', (set, expected) => expect(labels(set)).toEqual(expected));

test('a warning leads to its rows, or to the page of the function where no list can have them', () => {
  const found = warningsOf({ ...quiet, timeouts: 2, memoryShare: { p50: 0.5, max: 0.96 } });
  expect(found.map(({ params }) => params)).toEqual([{ outcome: 'timeout' }, null]);
});

test('small charts have few bars, of whole hours or days where the range is long', () => {
  const step = (length: number) => sparkStep({ fromMs: 0, toMs: length });
  expect([step(15 * MINUTE_MS), step(HOUR_MS), step(DAY_MS), step(30 * DAY_MS), step(400 * DAY_MS)]).toEqual([
    MINUTE_MS,
    5 * MINUTE_MS,
    HOUR_MS,
    DAY_MS,
    30 * DAY_MS,
  ]);
});
