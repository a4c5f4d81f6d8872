import { describe, expect, it } from 'vitest';
import type { Finding } from './advice';
import { architectureAdvice } from './architecture';
import { memoryAdvice } from './memory';
import { platformAdvice } from './platform';
import { provisionedAdvice } from './provisioned';
import type { FunctionUsage, SizeUsage, UnitCost } from './usage';
import { waitingAdvice } from './waiting';

const FUNCTION = { id: 'f'.repeat(16), name: 'orders' };

/** A dollar per GB-second; a fifth less on arm64. */
const unitCost: UnitCost = ({ architecture, memoryMb, durationMs }) =>
  (memoryMb / 1024) * (durationMs / 1000) * (architecture === 'arm64' ? 0.8 : 1);

function size(set: Partial<SizeUsage>): SizeUsage {
  const made = {
    memoryMb: 1024,
    architecture: 'x86_64',
    invocations: 1000,
    durationMs: 100,
    waitedMs: 0,
    maxMemoryUsedMb: 90,
    ...set,
  };
  return { ...made, cost: set.cost ?? unitCost({ ...made, region: 'x' }) ?? 0 };
}

const usage = (sizes: readonly SizeUsage[], set: Partial<FunctionUsage> = {}): FunctionUsage => ({
  function: FUNCTION,
  region: 'us-east-1',
  memoryMb: 1024,
  architecture: 'x86_64',
  sizes,
  monthlyFactor: 2,
  ...set,
});

const change = (finding: Finding) => ('change' in finding ? finding.change : null);
const kept = (finding: Finding) => ('keep' in finding ? finding.keep.reason : null);

describe('memoryAdvice', () => {
  it('compares the sizes that the function ran at', () => {
    const smaller = size({ memoryMb: 512, durationMs: 120 });
    const advice = change(memoryAdvice(usage([size({}), smaller]), unitCost));
    expect(advice).toMatchObject({ certainty: 'measured', title: 'Run orders at 512 MB instead of 1024 MB' });
    expect(advice?.saving.low).toBeCloseTo((0.1 - 0.06) * 1000 * 2);
    expect(advice?.evidence.rows).toHaveLength(2);
  });

  it('recommends a larger size that was measured to cost less', () => {
    const larger = size({ memoryMb: 2048, durationMs: 40 });
    expect(change(memoryAdvice(usage([size({}), larger]), unitCost))?.title).toContain('2048 MB');
  });

  it('gives a range where only one size is known: waiting takes as long, work at worst so much longer', () => {
    const advice = change(memoryAdvice(usage([size({ waitedMs: 80, maxMemoryUsedMb: 300 })]), unitCost));
    expect(advice).toMatchObject({ certainty: 'range', title: 'Try orders at 512 MB instead of 1024 MB' });
    expect(advice?.saving.low).toBeCloseTo((0.1 - 0.5 * 0.12) * 2000);
    expect(advice?.saving.high).toBeCloseTo((0.1 - 0.5 * 0.1) * 2000);
  });

  it('never goes below the most memory used and a quarter more, on whichever size it was used', () => {
    const tight = size({ memoryMb: 512, durationMs: 100, maxMemoryUsedMb: 450 });
    const advice = change(memoryAdvice(usage([size({ maxMemoryUsedMb: 200 }), tight]), unitCost));
    expect(advice?.title).toBe('Try orders at 768 MB instead of 1024 MB');
    const full = usage([size({ maxMemoryUsedMb: 700 })]);
    expect(kept(memoryAdvice(full, unitCost))).toMatch(/700 MB of 1024 MB were in use/);
  });

  it('says nothing from fewer than 50 invocations, or when memory in use is unknown', () => {
    expect(kept(memoryAdvice(usage([size({ invocations: 49 })]), unitCost))).toMatch(/fewer than 50/);
    const few = size({ memoryMb: 512, invocations: 49, durationMs: 10 });
    expect(change(memoryAdvice(usage([size({}), few]), unitCost))?.certainty).toBe('range');
    expect(kept(memoryAdvice(usage([size({ maxMemoryUsedMb: null })]), unitCost))).toMatch(/not known/);
  });
});

describe('architectureAdvice', () => {
  it('prices arm64 at the same speed, or as it was measured', () => {
    const assumed = change(architectureAdvice(usage([size({})]), unitCost));
    expect(assumed?.certainty).toBe('assumed');
    expect(assumed?.saving.low).toBeCloseTo(0.02 * 1000 * 2);
    const arm = size({ architecture: 'arm64', durationMs: 110 });
    const measured = change(architectureAdvice(usage([size({}), arm]), unitCost));
    expect(measured?.certainty).toBe('measured');
    expect(measured?.saving.low).toBeCloseTo((0.1 - 0.088) * 1000 * 2);
  });

  it('leaves alone what runs there, what would cost more, and what is unknown', () => {
    expect(kept(architectureAdvice(usage([size({})], { architecture: 'arm64' }), unitCost))).toMatch(
      /already/,
    );
    const slow = size({ architecture: 'arm64', durationMs: 200 });
    expect(kept(architectureAdvice(usage([size({}), slow]), unitCost))).toMatch(/not cost less/);
    expect(kept(architectureAdvice(usage([size({})], { architecture: null }), unitCost))).toMatch(
      /not known/,
    );
    expect(kept(architectureAdvice(usage([size({})]), () => null))).toMatch(/no price/);
  });
});

describe('provisionedAdvice', () => {
  const hourly = { kept: 4.1667, work: 9.7222, onDemand: 16.6667 };
  const hours = (busy: (hour: number) => number) => Array.from({ length: 24 }, (_, hour) => busy(hour));

  it('keeps environments in the hours in which they are busier than the break-even of 60 %', () => {
    const busy = hours((hour) => (hour === 9 ? 2.7 : hour === 10 ? 0.59 : 0));
    const advice = change(provisionedAdvice({ function: FUNCTION, invocations: 500, busy, hourly }));
    expect(advice?.evidence.rows.map(([hour, , kept]) => [hour, kept])).toEqual([['09:00', '3']]);
    expect(advice?.saving.low).toBeCloseTo((2.7 * (16.6667 - 9.7222) - 3 * 4.1667) * 30);
  });

  it('says how far the busiest hour is from it', () => {
    const input = { function: FUNCTION, invocations: 500, busy: hours(() => 0.23), hourly };
    expect(kept(provisionedAdvice(input))).toBe(
      'provisioned concurrency pays from 60% busy on; the busiest hour keeps one environment 23% busy',
    );
    expect(kept(provisionedAdvice({ ...input, invocations: 10 }))).toMatch(/fewer than 50/);
  });
});

describe('waitingAdvice', () => {
  it('names the dearest waits that matter, and what they cost at most', () => {
    const wait = (dependency: string, cost: number, invocations = 100) => ({
      dependency,
      cost,
      invocations,
      waitedMs: 1000,
    });
    const waits = [wait('a', 10), wait('b', 30), wait('c', 4), wait('d', 50, 49), wait('', 60)];
    const found = waitingAdvice(waits, { cost: 100, monthlyFactor: 2 });
    expect(found.map((one) => change(one)?.title)).toEqual(['Wait less for b', 'Wait less for a']);
    expect(change(found[0] ?? { keep: { kind: 'waiting', function: null, reason: '' } })?.saving).toEqual({
      low: 0,
      high: 60,
    });
  });
});

describe('platformAdvice', () => {
  const current = { name: 'AWS Lambda', monthly: 10 };
  const of = (monthly: number | null) => [{ name: 'Elsewhere', monthly, note: '' }];
  const base = { current, invocations: 100, monthlyFactor: 2 };

  it('names the cheapest platform when it is worth it', () => {
    expect(change(platformAdvice({ ...base, others: of(4) }))?.saving).toEqual({ low: 6, high: 6 });
    expect(kept(platformAdvice({ ...base, others: of(9.8) }))).toMatch(/no less elsewhere/);
    expect(kept(platformAdvice({ ...base, others: of(null) }))).toMatch(/can be priced/);
  });
});
