import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ErrorChanges, type GroupChange } from './changes';
import { T0 } from './testing';
import type { TraceError } from './trace-errors';

const HOUR = 3_600_000_000_000n;

const error = (set: Partial<TraceError> = {}): TraceError => ({
  fingerprint: '0'.repeat(16),
  culprit: '',
  type: 'TypeError',
  message: 'no id',
  stack: '',
  source: 'span-event',
  timeNs: T0,
  traceId: 'a'.repeat(32),
  spanId: '1',
  version: null,
  functionId: 'f'.repeat(16),
  environment: '',
  invocation: { spanId: '1', startNs: T0 },
  cost: 10n,
  ...set,
});

const anyErrors = fc.array(
  fc
    .record({
      fingerprint: fc.constantFrom('0', '1'),
      message: fc.constantFrom('a', 'b'),
      timeNs: fc.bigInt(0n, 3n).map((hours) => T0 + hours * HOUR),
      version: fc.constantFrom(null, '', '7'),
      functionId: fc.constantFrom(null, 'f', 'e'),
      environment: fc.constantFrom('', 'staging'),
      invocation: fc.constantFrom(null, { spanId: '1', startNs: T0 }, { spanId: '2', startNs: T0 + HOUR }),
      cost: fc.constantFrom(null, 0n, 5n),
    })
    .map(error),
  { maxLength: 6 },
);
const byTime = (errors: readonly TraceError[]) => [...errors].sort((a, b) => (a.timeNs < b.timeNs ? -1 : 1));

/** The sum of each counter and sighting. */
function sums(groups: readonly GroupChange[], into = new Map<string, bigint>()): Map<string, bigint> {
  const add = (key: string, amount: bigint) => into.set(key, (into.get(key) ?? 0n) + amount);
  for (const { fingerprint, hours, invocations, come, gone } of groups) {
    for (const one of invocations)
      add(`${fingerprint} ${one.spanId} ${one.startNs} times`, BigInt(one.times));
    for (const [key, hour] of hours) {
      add(`${fingerprint} ${key} count`, BigInt(hour.count));
      add(`${fingerprint} ${key} invocations`, BigInt(hour.invocations));
      add(`${fingerprint} ${key} priced`, BigInt(hour.priced));
      add(`${fingerprint} ${key} cost`, hour.cost);
    }
    const text = (one: object) =>
      JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    for (const one of come) add(`${fingerprint} ${text(one)}`, 1n);
    for (const one of gone) add(`${fingerprint} ${text(one)}`, -1n);
  }
  for (const [key, value] of into) if (value === 0n) into.delete(key);
  return into;
}

function changes(before: readonly TraceError[], after: readonly TraceError[]): readonly GroupChange[] {
  const all = new ErrorChanges();
  all.add(byTime(before), byTime(after));
  return all.all();
}

it('adds up to the same however a trace came to its errors', () => {
  fc.assert(
    fc.property(fc.array(anyErrors, { minLength: 1, maxLength: 6 }), (steps) => {
      const added = new Map<string, bigint>();
      const atOnce = new ErrorChanges();
      steps.forEach((after, at) => {
        const before = steps[at - 1] ?? [];
        sums(changes(before, after), added);
        atOnce.add(byTime(before), byTime(after));
      });
      const expected = sums(changes([], steps.at(-1) ?? []));
      expect(added).toEqual(expected);
      expect(sums(atOnce.all())).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it('counts by hour, function and environment, and costs only what has a price', () => {
  const [group, ...others] = changes(
    [],
    [
      error(),
      error({ timeNs: T0 + 1n, invocation: null, cost: null }),
      error({ timeNs: T0 + HOUR, invocation: { spanId: '2', startNs: T0 + HOUR }, cost: null }),
      error({ timeNs: T0 + HOUR, functionId: null, environment: 'staging', invocation: null, cost: null }),
    ],
  );
  expect(others).toEqual([]);
  const hour = Number(T0 / HOUR);
  expect([...(group?.hours.values() ?? [])]).toEqual([
    { hour, functionId: 'f'.repeat(16), environment: '', count: 2, invocations: 1, priced: 1, cost: 10n },
    expect.objectContaining({ hour: hour + 1, count: 1, invocations: 1, priced: 0, cost: 0n }),
    expect.objectContaining({ hour: hour + 1, functionId: null, environment: 'staging', count: 1 }),
  ]);
});

it('sees the errors of a version in a trace as one, from the first to the last', () => {
  const [group] = changes(
    [],
    [error({ message: 'a' }), error({ timeNs: T0 + 5n, message: 'b' }), error({ version: '8' })],
  );
  expect(group?.come).toEqual([
    { traceId: 'a'.repeat(32), version: null, firstNs: T0, lastNs: T0 + 5n, message: 'b', count: 2 },
    { traceId: 'a'.repeat(32), version: '8', firstNs: T0, lastNs: T0, message: 'no id', count: 1 },
  ]);
});

it('has nothing to say about errors that stayed as they were', () => {
  const errors = [error(), error({ fingerprint: '1'.repeat(16) })];
  expect(changes(errors, [...errors].reverse())).toEqual([]);
  expect(changes(errors, []).map(({ gone, come }) => [gone.length, come.length])).toEqual([
    [1, 0],
    [1, 0],
  ]);
});
