import { describe, expect, it } from 'vitest';
import { type EstimateInput, estimate } from './estimate';

const month: EstimateInput = {
  region: 'us-east-1',
  architecture: 'x86_64',
  memoryMb: 1024,
  durationMs: '100',
  initMs: '0',
  packageType: 'Zip',
  requests: 1,
  freeTier: false,
  asOfMs: Date.parse('2026-11-01'),
};

describe("AWS's own examples of on-demand months", () => {
  it.each<[string, Partial<EstimateInput>, readonly string[], string]>([
    [
      'mobile backend',
      { memoryMb: 1536, durationMs: '120', requests: 3_000_000, freeTier: true },
      ['0.4', '2.333338'],
      '2.733338',
    ],
    ['vehicle telemetry', { durationMs: '2000', requests: 7_440_000 }, ['1.488', '248.000496'], '249.488496'],
    [
      'SQS pollers, their functions',
      { durationMs: '1000', requests: 30_000_000 },
      ['6', '500.001'],
      '506.001',
    ],
    [
      'Kafka pollers, their functions',
      { durationMs: '200', requests: 300_000_000 },
      ['60', '1000.002'],
      '1060.002',
    ],
    [
      'tenant isolation, its functions',
      { durationMs: '2000', requests: 10_000_000 },
      ['2', '333.334'],
      '335.334',
    ],
    [
      'response streaming, its functions',
      { memoryMb: 1536, durationMs: '500', requests: 3_000_000, freeTier: true },
      ['0.4', '30.833395'],
      '31.233395',
    ],
    [
      'durable functions, their compute',
      { architecture: 'arm64', durationMs: '16000', requests: 2_000_000, freeTier: true },
      ['0.2', '421.33544'],
      '421.53544',
    ],
  ])('%s', (_, input, lines, total) => {
    const answer = estimate({ ...month, ...input });
    expect(answer?.lines.map((line) => line.amountUsd)).toEqual(lines);
    expect(answer?.totalUsd).toBe(total);
    expect(answer?.precision).toBe('exact');
  });

  it('a billed init: 351 ms after August 2025, 251 ms before, 351 ms for an image at any time', () => {
    const cold = { ...month, durationMs: '250.06', initMs: '100.77' };
    const before = Date.parse('2025-07-31');
    expect(estimate({ ...cold, asOfMs: Date.parse('2025-08-01') })?.billedDurationMs).toBe(351);
    expect(estimate({ ...cold, asOfMs: before })?.billedDurationMs).toBe(251);
    expect(estimate({ ...cold, asOfMs: before, packageType: 'Image' })?.billedDurationMs).toBe(351);
  });
});

it('counts volume tiers line by line', () => {
  // 15 billion requests of 2,048 ms at 2 GB: the third-party golden figures of all three x86_64 tiers.
  const answer = estimate({ ...month, memoryMb: 2048, durationMs: '2048', requests: 15_000_000_000 });
  expect(answer?.lines.map((line) => [line.meter, line.quantity, line.amountUsd])).toEqual([
    ['requests', '15000000000', '3000'],
    ['duration', '6000000000', '100000.2'],
    ['duration', '9000000000', '135000'],
    ['duration', '46440000000', '619203.096'],
  ]);
  expect(answer?.totalUsd).toBe('857203.296');
});

it('says when volume discounts of a region are not known', () => {
  const answer = estimate({
    ...month,
    region: 'eu-west-1',
    memoryMb: 2048,
    durationMs: '2048',
    requests: 15_000_000_000,
  });
  expect(answer?.precision).toBe('estimated');
  expect(answer?.notes[0]).toContain('eu-west-1');
});

it('a month within the free tier costs 0 and still shows both lines', () => {
  const answer = estimate({ ...month, requests: 1000, freeTier: true });
  expect(answer?.lines.map((line) => [line.meter, line.quantity, line.amountUsd])).toEqual([
    ['requests', '0', '0'],
    ['duration', '0', '0'],
  ]);
});

it('is null for a region or day without a known price', () => {
  expect(estimate({ ...month, region: 'nowhere-1' })).toBeNull();
  expect(estimate({ ...month, asOfMs: Date.parse('2019-01-01') })).toBeNull();
});

it('rounds up what is finer than a nanosecond', () => {
  expect(estimate({ ...month, durationMs: '100.0000001' })?.billedDurationMs).toBe(101);
});
