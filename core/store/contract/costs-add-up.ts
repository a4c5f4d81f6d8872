import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COST_LINES } from '../../model/costs/cost-split';
import { OUTCOMES } from '../../model/invocation';
import type { Span } from '../../model/telemetry';
import { toWholeHours } from '../../model/time-range';
import type { CostGroup, CostGrouping, CostsQuery } from '../costs';
import { mostInvoked } from '../derive/most-invoked';
import type { InvocationRow, SizeFigures, TelemetryReader } from '../store';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  type OpenEmptyStore,
  runsOf,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from './fixtures';

const GROUPINGS = ['function', 'outcome', 'line', 'dependency', 'version'] as const;

/** The groups computed from the rows by a plain loop. */
function groupRows(rows: readonly InvocationRow[], by: (typeof GROUPINGS)[number]): Record<string, bigint> {
  const groups = new Map<string, bigint>();
  const add = (key: string, cost: bigint) => groups.set(key, (groups.get(key) ?? 0n) + cost);
  for (const row of rows) {
    const cost = row.cost ?? 0n;
    if (by === 'function') add(row.functionId, cost);
    else if (by === 'outcome') add(row.outcome, cost);
    else if (by === 'version') add(`${row.functionId} ${row.version ?? ''}`, cost);
    else if (by === 'line') for (const line of COST_LINES) add(line, row.costSplit?.lines[line] ?? 0n);
    else for (const wait of row.costSplit?.waiting ?? []) add(wait.dependency, wait.cost);
  }
  return Object.fromEntries([...groups].filter(([, cost]) => cost !== 0n || by !== 'line'));
}

/** The sizes computed from the rows by a plain loop over whole nanoseconds. */
function sizesOf(rows: readonly InvocationRow[]): readonly SizeFigures[] {
  const ns = (ms: number) => Math.round(ms * 1e6);
  const sizes = new Map<string, SizeFigures>();
  for (const row of rows) {
    const { functionId, memoryMb, architecture, cost, maxMemoryUsedMb: used } = row;
    if (memoryMb === null || cost === null) continue;
    const waited = (row.costSplit?.waiting ?? []).reduce((sum, { waitedNs }) => sum + waitedNs, 0);
    const key = `${functionId} ${memoryMb} ${architecture}`;
    const before = sizes.get(key);
    const most = before?.maxMemoryUsedMb ?? null;
    const sum = (was: number | undefined, more: number) => (ns(was ?? 0) + more) / 1e6;
    sizes.set(key, {
      ...{ functionId, memoryMb, architecture },
      invocations: (before?.invocations ?? 0) + 1,
      durationMs: sum(before?.durationMs, ns(row.durationMs)),
      billedDurationMs: sum(before?.billedDurationMs, ns(row.billedDurationMs ?? 0)),
      waitedMs: sum(before?.waitedMs, waited),
      maxMemoryUsedMb: used === null || most === null ? (used ?? most) : Math.max(used, most),
      cost: (before?.cost ?? 0n) + cost,
    });
  }
  return mostInvoked([...sizes.values()], 1000);
}

export async function costsBy(
  reader: TelemetryReader,
  query: Omit<CostsQuery, 'groupBy' | 'limit'>,
  by: CostGrouping['by'],
) {
  const groupBy: CostGrouping = by === 'attribute' ? { by, key: 'tenant' } : { by };
  return (await reader.costs({ ...query, groupBy, limit: 1000 })).groups;
}

const keyed = (groups: readonly CostGroup[], by: string) =>
  Object.fromEntries(
    groups.map(({ key, function: of, cost }) => [by === 'version' ? `${of?.id} ${key}` : key, cost]),
  );

/** Every part of the costs adds up to the total, and to what the rows say. */
export async function expectToAddUp(
  reader: TelemetryReader,
  query: Omit<CostsQuery, 'groupBy' | 'limit'>,
): Promise<void> {
  const { items: rows } = await reader.invocations({ ...query, limit: 5000 });
  const totals = await reader.totals(query);
  const sum = (costs: Iterable<bigint>) => [...costs].reduce((total, cost) => total + cost, 0n);
  expect(sum(COST_LINES.map((line) => totals.costs.lines[line]))).toBe(totals.cost);
  expect(sum(OUTCOMES.map((outcome) => totals.costs.outcomes[outcome]))).toBe(totals.cost);
  expect(sum(rows.map(({ cost }) => cost ?? 0n))).toBe(totals.cost);
  for (const by of GROUPINGS) {
    const groups = await costsBy(reader, query, by);
    expect(keyed(groups, by)).toEqual(groupRows(rows, by));
    const whole = by === 'dependency' ? totals.costs.lines.waiting : totals.cost;
    expect(sum(groups.map(({ cost }) => cost))).toBe(whole);
    for (const { lines, cost } of groups)
      if (lines) expect(sum(COST_LINES.map((line) => lines[line]))).toBe(cost);
  }
  const { items: inHours } = await reader.invocations({
    ...{ ...query, range: toWholeHours(query.range) },
    limit: 5000,
  });
  expect(await reader.sizes({ ...query, limit: 1000 })).toEqual(sizesOf(inHours));
  const retries = rows.filter(({ costSplit }) => costSplit?.isRetry);
  expect(totals.costs.retries).toEqual({
    invocations: retries.length,
    cost: sum(retries.map((row) => row.cost ?? 0n)),
  });
}

/** An invocation with its calls; ids come from a small set, so that batches repeat, correct and extend one another. */
const anyTrace = fc
  .record({
    trace: fc.integer({ min: 1, max: 8 }),
    minute: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1439 })),
    durationUs: fc.integer({ min: 0, max: 3_000_000 }),
    name: fc.constantFrom('orders', 'billing'),
    version: fc.constantFrom('1', '2'),
    error: fc.constantFrom(null, 'TypeError', 'timeout', 'Runtime.OutOfMemory'),
    memory: fc.constantFrom(512 * 1024 * 1024, 1024 * 1024 * 1024, undefined),
    architecture: fc.constantFrom('arm64', 'riscv', null),
    used: fc.constantFrom(80.5, 120, 300, null),
    attempt: fc.constantFrom(1, 2),
    init: fc.constantFrom(null, 80),
    calls: fc.array(
      fc.record({
        span: fc.integer({ min: 2, max: 5 }),
        host: fc.constantFrom('api.example.com', 'db.example.com', ''),
        fromUs: fc.nat({ max: 2_000_000 }),
        lastsUs: fc.nat({ max: 1_000_000 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map((set): Span[] => {
    const ids = { traceId: traceId(set.trace) };
    const startNs = T0_NS + BigInt(set.minute) * 60_000n * MS;
    const resource = lambda(set.name, {
      'faas.version': set.version,
      'faas.max_memory': set.memory ?? null,
      'host.arch': set.architecture,
    });
    const root = invocation({
      ...ids,
      spanId: spanId(1),
      startNs,
      endNs: startNs + BigInt(set.durationUs) * 1000n,
      status: set.error === null ? 'unset' : 'error',
      attributes: {
        'error.type': set.error,
        'faaslens.delivery_attempt': set.attempt,
        'faas.coldstart': set.init !== null,
        'faaslens.init_duration_ms': set.init,
        'faaslens.max_memory_used_mb': set.used,
        'faaslens.overhead.load_ms': set.init === null ? null : 10,
      },
      resource,
    });
    const calls = set.calls.map(({ span: id, host, fromUs, lastsUs }) =>
      span({
        ...ids,
        spanId: spanId(id),
        parentSpanId: spanId(1),
        kind: 'client',
        startNs: startNs + BigInt(fromUs) * 1000n,
        endNs: startNs + BigInt(fromUs + lastsUs) * 1000n,
        attributes: host === '' ? {} : { 'server.address': host },
        resource,
      }),
    );
    return [...calls, root];
  });

export function costsAddUpContract(open: OpenEmptyStore): void {
  test('the parts of costs add up to the whole to the last digit, whatever came in pieces, twice or late', async () => {
    const batches = fc
      .array(anyTrace, { minLength: 1, maxLength: 12 })
      .chain((traces) => fc.shuffledSubarray(traces.flat(), { minLength: traces.flat().length }))
      .chain((spans) => fc.array(fc.subarray(spans), { maxLength: 2 }).map((again) => [spans, ...again]));
    const ranges = fc.record({ from: fc.nat({ max: 1440 }), length: fc.nat({ max: 1440 }) });
    await fc.assert(
      fc.asyncProperty(batches, ranges, async (written, { from, length }) => {
        const { writer, reader, dispose } = await open(testPrice);
        try {
          for (const spans of written) {
            const middle = Math.floor(spans.length / 2);
            await writer.write(batch(spans.slice(0, middle)));
            await writer.write(batch(spans.slice(middle)));
          }
          await expectToAddUp(reader, { range: DAY });
          const fromMs = T0_MS + from * 60_000;
          await expectToAddUp(reader, { range: { fromMs, toMs: fromMs + length * 60_000 } });
          const { items } = await reader.functions({ range: DAY, limit: 10 });
          for (const { function: one } of items)
            await expectToAddUp(reader, { range: DAY, functionId: one.id });
        } finally {
          await dispose();
        }
      }),
      runsOf(open, 40),
    );
  }, 120_000);
}
