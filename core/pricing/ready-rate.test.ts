import { expect, it } from 'vitest';
import { readyRate } from './ready-rate';

const AT = { nowMs: Date.parse('2026-11-21'), changes: [] };
const LAMBDA = {
  provider: 'aws',
  platform: 'aws_lambda',
  region: 'us-east-1',
  architecture: 'x86_64',
  memoryMb: 1024,
};

it.each([
  // 3,600 GB-s x 0.0000041667
  ['provisioned concurrency', LAMBDA, 15_000_120_000n, true],
  // 3,600 s x 2 GB x 0.000004
  [
    'always-ready instances',
    { ...LAMBDA, provider: 'azure', platform: 'azure.functions', region: 'eastus2', memoryMb: 2048 },
    28_800_000_000n,
    true,
  ],
  // 3,600 s x (1 vCPU + 2 GiB) x 0.0000025
  [
    'minimum instances',
    { ...LAMBDA, provider: 'gcp', platform: 'gcp_cloud_run', region: 'us-central1', memoryMb: 2048 },
    27_000_000_000n,
    false,
  ],
])('prices an hour of %s', (_, of, perHour, whileBusy) => {
  expect(readyRate(of, AT)).toEqual({ perHour, whileBusy });
});

it.each([
  ['a platform without', { ...LAMBDA, provider: 'vercel', platform: 'vercel' }, /bills nothing/],
  ['an unknown size', { ...LAMBDA, memoryMb: null }, /memory size is unknown/],
  [
    'a region without a price',
    { ...LAMBDA, region: 'il-central-1' },
    /no price of provisioned-concurrency in il-central-1/,
  ],
  ['a region that there is not', { ...LAMBDA, region: '' }, /^region: /],
])('says why nobody knows, never zero: %s', (_, of, why) => {
  expect(readyRate(of, AT)).toEqual({ why: expect.stringMatching(why) });
});
