import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPriceChange } from '../check-change';
import { estimate } from '../estimate';
import { importPriceFile } from './index';

const NOW = Date.parse('2026-11-21');
const read = (name: string) =>
  importPriceFile(readFileSync(new URL(`testdata/${name}.json`, import.meta.url), 'utf8'));

describe('the offer file of AWS', () => {
  const { prices, skipped, source } = read('aws-offer');

  it('gives a new region its prices, with tiers in order, by architecture', () => {
    expect(source).toBe('AWS Price List, 2026-11-01');
    const input = { provider: 'aws', product: 'lambda', region: 'mx-central-1', memoryMb: 1024 };
    const month = { ...input, durationMs: 1000, requests: 7_000_000_000 };
    const x86 = estimate(month, { nowMs: NOW, changes: prices });
    expect(x86.lines.map(({ meter, quantity, amountUsd }) => [meter, quantity, amountUsd])).toEqual([
      ['requests', '7000000000', '1470'],
      ['duration', '6000000000', '105000'],
      ['duration', '1000000000', '15750'],
    ]);
    const arm = estimate({ ...month, architecture: 'arm64' }, { nowMs: NOW, changes: prices });
    expect(arm.lines.map(({ amountUsd }) => amountUsd)).toEqual(['1470', '98000']);
    expect(x86.source).toBe(source);
  });

  it('counts from its day on', () => {
    const before = () =>
      estimate(
        {
          provider: 'aws',
          product: 'lambda',
          region: 'us-east-1',
          memoryMb: 128,
          durationMs: 1,
          asOf: '2026-10-31',
        },
        { nowMs: NOW, changes: prices },
      );
    expect(before().source).toContain('AWSLambda offer');
  });

  it('turns GB-seconds at the edge into the 128 MB-seconds they are billed by', () => {
    expect(prices.find(({ product }) => product === 'lambda-edge')).toMatchObject({
      meter: 'duration',
      priceUsd: '0.00000625125',
    });
  });

  it('leaves out free tiers and groups that are not known', () => {
    expect([prices.length, skipped]).toEqual([4, 2]);
  });
});

it('reads an answer of Azure Retail Prices: per unit, without the free grant', () => {
  const { prices, skipped } = read('azure-retail');
  expect(prices.map(({ plan, meter, region, priceUsd }) => [plan, meter, region, priceUsd])).toEqual([
    ['consumption', 'execution-time', 'westeurope', '0.000018'],
    ['consumption', 'executions', 'westeurope', '0.0000002'],
  ]);
  expect(skipped).toBe(2);
  const { totalUsd } = estimate(
    {
      provider: 'azure',
      product: 'functions',
      region: 'westeurope',
      executions: 1000,
      durationMs: 1000,
      observedMb: 128,
    },
    { nowMs: NOW, changes: prices },
  );
  expect(totalUsd).toBe('0.00245');
});

describe('an answer of Azure with what a price was and what it is', () => {
  const item = (retailPrice: number, effectiveStartDate: string, effectiveEndDate?: string | null) => ({
    currencyCode: 'USD',
    retailPrice,
    armRegionName: 'westeurope',
    serviceName: 'Functions',
    meterName: 'Standard Execution Time',
    unitOfMeasure: '1 GB Second',
    type: 'Consumption',
    effectiveStartDate,
    effectiveEndDate,
  });
  const OLD = item(2e-5, '2025-01-01T00:00:00Z');
  const NEW = item(1e-5, '2026-10-01T00:00:00Z', null);
  const priceOn = (asOf: string, ...Items: readonly object[]) =>
    estimate(
      {
        ...{ provider: 'azure', product: 'functions', region: 'westeurope', freeTier: false, asOf },
        ...{ executions: 1_000_000, durationMs: 1000, observedMb: 1024 },
      },
      { nowMs: NOW, changes: importPriceFile(JSON.stringify({ Items })).prices },
    ).lines.find(({ meter }) => meter === 'execution-time')?.unitPriceUsd;

  it('takes the one that began last, in whatever order they stand', () => {
    for (const items of [
      [OLD, NEW],
      [NEW, OLD],
    ]) {
      expect(priceOn('2026-11-01', ...items)).toBe('0.00001');
      expect(priceOn('2026-09-30', ...items)).toBe('0.00002');
    }
  });

  it.each(['2026-03-01T00:00:00Z', '2026-02-28T23:59:59Z'])('lets one end that says so: %s', (end) => {
    const ended = item(2e-5, '2025-01-01T00:00:00Z', end);
    expect(priceOn('2026-02-28', ended)).toBe('0.00002');
    expect(priceOn('2026-03-01', ended)).not.toBe('0.00002');
    const endless = item(2e-5, '2025-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
    expect(priceOn('2026-11-01', endless)).toBe('0.00002');
  });
});

it('reads an answer of the Google catalog: each region of a price, the first rate that costs', () => {
  const { prices, skipped } = read('google-catalog');
  expect(prices.map(({ product, meter, region, priceUsd }) => [product, meter, region, priceUsd])).toEqual([
    ['cloud-run', 'cpu', 'mars-north1', '0.00003'],
    ['cloud-run', 'memory', 'mars-north1', '0.000003'],
    ['cloud-run', 'requests', null, '0.0000005'],
    ['cloud-functions-1st-gen', 'cpu', 'us-central1', '0.000011'],
    ['cloud-functions-1st-gen', 'cpu', 'europe-west1', '0.000011'],
  ]);
  expect(skipped).toBe(1);
});

it('gives only prices that something is billed by', () => {
  for (const name of ['aws-offer', 'azure-retail', 'google-catalog'])
    for (const price of read(name).prices) expect(() => checkPriceChange(price)).not.toThrow();
});

it.each([
  ['no JSON', 'price,region', /not JSON/],
  ['another file', '{"prices": []}', /must be an AWS Price List/],
  ['a file of other prices', '{"Items": []}', /no price of a product that is known/],
])('refuses %s', (_, text, message) => {
  expect(() => importPriceFile(text)).toThrow(message);
});
