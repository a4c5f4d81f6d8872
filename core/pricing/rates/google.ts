import { type Fraction, fraction, ONE, over, times } from '../fraction';
import type { PriceBook } from '../price-book';
import { toSeconds } from '../products/common';
import { firstGenGhzOf, runVcpu } from '../products/google-sizes';
import { type Billing, metered, type RateFacts, type RatesAnswer } from './rates';

const MB_PER_GB = fraction(1024);
const SECONDS_PER_MS = toSeconds(ONE);
/** The 1st generation has numeric versions; later ones have named revisions. */
const FIRST_GEN_VERSION = /^\d+$/;

const STEP: Pick<Billing, 'stepMs' | 'leastMs' | 'init'> = { stepMs: 100, leastMs: 0, init: false };

/** Cloud Functions of the 1st generation, else Cloud Run with the vCPU that functions get by default with their memory. */
export function googleRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const isFirst =
    facts.platform === 'gcp_cloud_functions' &&
    facts.version !== null &&
    FIRST_GEN_VERSION.test(facts.version);
  return isFirst ? firstGenRates(facts, book) : runRates(facts, book);
}

function firstGenRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { memoryMb, region } = facts;
  const billing = { ...STEP, unreported: 'the platform did not report the billed time: measured instead' };
  if (memoryMb === null) return { why: 'the memory size is unknown', billing };
  const ghz = firstGenGhzOf(fraction(memoryMb));
  if (!ghz) return { why: `functions of the 1st generation have no size of ${memoryMb} MB`, billing };
  const find = finder(facts, book, 'cloud-functions-1st-gen', null);
  const perMs = (quantity: Fraction) => times(quantity, SECONDS_PER_MS);
  const memory = metered('memory', find('memory'), perMs(over(fraction(memoryMb), MB_PER_GB)));
  const cpu = metered('cpu', find('cpu'), perMs(ghz));
  const request = metered('invocations', find('invocations'), ONE);
  if (!memory || !cpu || !request) return { why: noPrice('Cloud Functions', region), billing };
  const time = [memory, cpu];
  return {
    product: 'gcp/cloud-functions-1st-gen',
    request,
    time,
    cpu: [],
    billing,
    precision: 'exact',
    notes: [],
  };
}

function runRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { memoryMb, region, platform } = facts;
  const billing = { ...STEP, unreported: null };
  if (memoryMb === null) return { why: 'the memory size is unknown', billing };
  const vcpu = runVcpu(fraction(memoryMb));
  if (!vcpu) return { why: `no usual number of vCPU with ${memoryMb} MB is known`, billing };
  const find = finder(facts, book, 'cloud-run', 'request-based');
  const perMs = (quantity: Fraction) => times(quantity, SECONDS_PER_MS);
  const cpu = metered('cpu', find('cpu'), perMs(vcpu));
  const memory = metered('memory', find('memory'), perMs(over(fraction(memoryMb), MB_PER_GB)));
  const request = metered('requests', find('requests'), ONE);
  if (!cpu || !memory || !request) return { why: noPrice('Cloud Run', region), billing };
  const isFunction = platform === 'gcp_cloud_functions';
  const notes = isFunction
    ? []
    : ['vCPU and concurrency are unknown: the usual vCPU, and one request at a time'];
  return {
    product: 'gcp/cloud-run',
    request,
    time: [cpu, memory],
    cpu: [],
    billing,
    precision: 'allocated',
    notes,
  };
}

function finder({ region, atMs }: RateFacts, book: PriceBook, product: string, plan: string | null) {
  return (meter: string) =>
    book.find({ provider: 'gcp', product, plan, architecture: null, region, meter, atMs });
}

function noPrice(what: string, region: string): string {
  return region === '' ? 'the region is unknown' : `no price of ${what} in ${region} is known`;
}
