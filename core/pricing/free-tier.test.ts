import { expect, it } from 'vitest';
import { freeAllowances } from './free-tier';

it('names what an account does not pay for, and what that is worth', () => {
  expect(freeAllowances('aws/lambda')).toEqual([
    { meter: 'duration', quantity: '400000', unit: 'GB-second', worthUsd: '4.8' },
    { meter: 'requests', quantity: '1000000', unit: 'request', worthUsd: '0.18' },
  ]);
});

it('counts an allowance that is given as money by that money, and executions by whatever name as requests', () => {
  expect(freeAllowances('gcp/cloud-run').slice(0, 2)).toMatchObject([
    { meter: 'cpu', quantity: '180000', worthUsd: '4.32' },
    { meter: 'memory', quantity: '360000', worthUsd: '0.9' },
  ]);
  expect(freeAllowances('gcp/cloud-functions-1st-gen').map(({ unit }) => unit)).toContain('request');
});

it('has none for what nobody knows, or what single plans alone have', () => {
  expect(freeAllowances('acme/naps')).toEqual([]);
  expect(freeAllowances('vercel/functions-fluid').map(({ meter }) => meter)).toEqual(['invocations']);
});
