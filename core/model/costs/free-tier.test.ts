import { describe, expect, it } from 'vitest';
import { freeTierOf, grownUsages } from './free-tier';

const USAGE = {
  product: 'aws/lambda',
  requests: 4_000_000,
  gbSeconds: 800_000,
  requestCost: 800_000_000_000n,
  timeCost: 13_000_000_000_000n,
};
const LAMBDA = [
  { meter: 'requests', quantity: '1000000', unit: 'request', worthUsd: '0.2' },
  { meter: 'duration', quantity: '400000', unit: 'GB-second', worthUsd: '6.66668' },
];

describe('freeTierOf', () => {
  it('takes off the free share of what is counted', () => {
    expect(freeTierOf(USAGE, LAMBDA).map(({ used, saved }) => [used, saved])).toEqual([
      [4_000_000, 200_000_000_000n],
      [800_000, 6_500_000_000_000n],
    ]);
  });

  it('takes off everything below the allowance, and never more', () => {
    const little = { ...USAGE, requests: 10, gbSeconds: 5 };
    expect(freeTierOf(little, LAMBDA).map(({ saved }) => saved)).toEqual([USAGE.requestCost, USAGE.timeCost]);
  });

  it('takes off what an allowance is worth where its unit is not counted', () => {
    const cpu = { meter: 'cpu', quantity: '180000', unit: 'vCPU-second', worthUsd: '4.32' };
    const memory = { meter: 'memory', quantity: '360000', unit: 'GiB-second', worthUsd: '90' };
    expect(freeTierOf(USAGE, [cpu, memory]).map(({ used, saved }) => [used, saved])).toEqual([
      [null, 4_320_000_000_000n],
      [null, 8_680_000_000_000n],
    ]);
  });
});

describe('grownUsages', () => {
  it('grows with the cost', () => {
    expect(grownUsages([USAGE], 10n, 25n)).toEqual([
      {
        product: 'aws/lambda',
        requests: 10_000_000,
        gbSeconds: 2_000_000,
        requestCost: 2_000_000_000_000n,
        timeCost: 32_500_000_000_000n,
      },
    ]);
  });

  it('stays as it is where nothing was spent', () => {
    expect(grownUsages([USAGE], 0n, 25n)).toEqual([USAGE]);
  });

  it('is the forecast to the last digit, so that nothing is left to pay of what is free', () => {
    const usages = [1n, 2n, 4n].map((cost) => ({ ...USAGE, requestCost: cost, timeCost: 3n }));
    const grown = grownUsages(usages, 16n, 101n);
    const sum = grown.reduce((all, { requestCost, timeCost }) => all + requestCost + timeCost, 0n);
    expect(sum).toBe(101n);
  });
});
