import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  batch,
  DAY,
  invocation,
  lambda,
  span,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '../contract/fixtures';
import { openReader, openWriter } from '../index';
import { temporaryDatabase } from '../sqlite/temporary-database';
import type { TelemetryReader, TracesQuery } from '../store';
import { bindReader } from './bound-reader';

const { databaseFile, remove } = temporaryDatabase();
const idOf: Record<string, string> = {};
let free: TelemetryReader;
let bound: TelemetryReader;

beforeAll(async () => {
  const writer = await openWriter({ databaseFile }, { price: testPrice });
  for (const [index, environment] of ['ours', 'theirs'].entries()) {
    const resource = lambda(`fn-${environment}`, { 'deployment.environment.name': environment });
    const trace = { traceId: traceId(index + 1), resource };
    const root = spanId(10 * index + 1);
    const call = span({
      ...trace,
      spanId: spanId(10 * index + 2),
      parentSpanId: root,
      kind: 'client',
      endNs: T0_NS + 5_000_000n,
      attributes: { 'server.address': `host.of.${environment}` },
    });
    await writer.write(batch([invocation({ ...trace, spanId: root }), call]));
  }
  const mixed = { traceId: traceId(3), spanId: spanId(30) };
  const child = { ...mixed, spanId: spanId(31), parentSpanId: spanId(30) };
  await writer.write(
    batch([
      invocation({ ...mixed, resource: lambda('fn-ours', { 'deployment.environment.name': 'ours' }) }),
      invocation({
        ...child,
        resource: lambda('fn-theirs', { 'deployment.environment.name': 'theirs' }),
        attributes: { 'user.email': 'ann@theirs' },
      }),
    ]),
  );
  await writer.close();
  free = await openReader({ databaseFile });
  bound = bindReader(free, 'ours');
  for (const { function: fn } of (await free.functions({ range: DAY, limit: 10 })).items)
    idOf[fn.environment ?? ''] = fn.id;
});
afterAll(async () => {
  await free.close();
  remove();
});

/** Of all functions that there are. */
const calls = (reader: TelemetryReader) =>
  reader.dependencyFigures({
    range: DAY,
    functionIds: Object.values(idOf),
    durations: true,
    perMinute: true,
  });

describe('a reader that is bound to one environment', () => {
  it('counts the calls of its own functions alone, whichever are asked for', async () => {
    const names = async (reader: TelemetryReader) => (await calls(reader)).groups.map(({ detail }) => detail);
    expect((await names(free)).sort()).toEqual(['host.of.ours', 'host.of.theirs']);
    expect(await names(bound)).toEqual(['host.of.ours']);
    const whole = { range: DAY, durations: false, perMinute: false };
    expect((await bound.dependencyFigures(whole)).groups).toHaveLength(1);
    await expect(bound.dependencyFigures({ ...whole, environment: 'theirs' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const { counts, durations } = await calls(bound);
    expect([...(counts.calls ?? [])]).toEqual([1]);
    expect(durations?.ends).toHaveLength(1);
  });

  it('has no figures of all environments, with which rules are evaluated', async () => {
    const query = { range: DAY, columns: ['invocations'], durations: false, perMinute: true } as const;
    const asked = [
      (reader: TelemetryReader) => reader.functionFigures(query),
      (reader: TelemetryReader) => reader.invocationFigures({ ...query, by: { kind: 'version' } }),
      (reader: TelemetryReader) => reader.lastRuns({ afterMs: DAY.fromMs, beforeMs: DAY.toMs }),
      (reader: TelemetryReader) => reader.throttledAttempts({ range: DAY }),
      (reader: TelemetryReader) => reader.newErrors({ range: DAY }),
    ];
    for (const ask of asked) {
      await ask(free);
      await expect(ask(bound)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('says of dependencies of others that there is no such environment or function', async () => {
    const theirs = [{ environment: 'theirs' }, { functionId: idOf.theirs ?? '' }];
    for (const other of theirs) {
      const query = { range: DAY, limit: 10, ...other };
      expect((await free.dependencies(query)).items).toHaveLength(1);
      await expect(bound.dependencies(query)).rejects.toMatchObject({ code: 'not_found' });
    }
    const own = await bound.dependencies({ range: DAY, limit: 10 });
    expect(own.items.map(({ dependency }) => dependency)).toEqual(['host.of.ours']);
  });

  it('finds no trace by an attribute that others sent, nor by what their part of it costs', async () => {
    const query = { range: DAY, limit: 10 };
    const mixed = async (reader: TelemetryReader, more: Partial<TracesQuery> = {}) =>
      (await reader.traces({ ...query, ...more })).items.find((row) => row.traceId === traceId(3));
    const guess = { attribute: { key: 'user.email', value: 'ann@theirs' } };
    expect(await mixed(free, guess)).toBeDefined();
    expect(await mixed(bound, guess)).toBeUndefined();
    expect(await mixed(free, { minCost: 1n })).toBeDefined();
    expect(await mixed(bound, { minCost: 1n })).toBeUndefined();
    expect(await mixed(bound)).toMatchObject({ functions: [{ name: 'fn-ours' }], cost: null });
  });
});
