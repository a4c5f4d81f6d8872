import { type Fraction, fraction, ONE, over, times } from '../fraction';
import type { PriceBook } from '../price-book';
import { mbToGb, toHours, toSeconds } from '../products/common';
import { netlifyCredit } from '../products/edge-platforms';
import { type Billing, metered, type RateFacts, type RatesAnswer } from './rates';

const AS_IT_IS: Billing = { stepMs: null, leastMs: 0, init: false, unreported: null };
const HOURS_PER_MS = toHours(toSeconds(ONE));
const NO_CPU_TIME = 'the CPU time is unknown: the whole duration taken, the most it can be';
const MILLION = fraction(1_000_000);
const TEN_THOUSAND = fraction(10_000);
const DEFAULT_GB = ONE;

/** Cloudflare Workers: requests and CPU time, which the platform reports in its own traces. */
export function cloudflareRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const billing = { ...AS_IT_IS, unreported: NO_CPU_TIME };
  const find = finder(facts, book, 'cloudflare', 'workers', 'paid-standard');
  const request = metered('requests', find('requests'), ONE);
  const cpu = metered('cpu-time', find('cpu-time'), ONE);
  if (!request || !cpu) return { why: 'no price of Cloudflare Workers is known', billing };
  const product = 'cloudflare/workers';
  return { product, request, time: [], cpu: [cpu], billing, precision: 'exact', notes: [] };
}

/** Vercel: wall-clock memory, shared by concurrent requests, and CPU time, which is not reported per request. */
export function vercelRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { region, memoryMb } = facts;
  if (region === '') return { why: 'the region is unknown', billing: AS_IT_IS };
  if (memoryMb === null) return { why: 'the memory size is unknown', billing: AS_IT_IS };
  const find = finder(facts, book, 'vercel', 'functions-fluid', 'pro');
  const gbHours = times(mbToGb(fraction(memoryMb)), HOURS_PER_MS);
  const memory = metered('provisioned-memory', find('provisioned-memory'), gbHours);
  const cpu = metered('active-cpu', find('active-cpu'), HOURS_PER_MS);
  const request = metered('invocations', find('invocations'), ONE);
  if (!memory || !cpu || !request)
    return { why: `no price of Vercel Functions in ${region} is known`, billing: AS_IT_IS };
  return {
    product: 'vercel/functions-fluid',
    request,
    time: [memory],
    cpu: [cpu],
    billing: AS_IT_IS,
    precision: 'estimated',
    notes: [NO_CPU_TIME],
  };
}

/** Netlify: credits for wall-clock memory and for requests, at the Pro plan's price of a credit. */
export function netlifyRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const find = finder(facts, book, 'netlify', 'functions', null);
  const usdPerUnit = netlifyCredit('pro');
  const gb = facts.memoryMb === null ? DEFAULT_GB : mbToGb(fraction(facts.memoryMb));
  const compute = metered('compute', find('compute'), times(gb, HOURS_PER_MS), usdPerUnit);
  const request = metered('web-requests', find('web-requests'), over(ONE, TEN_THOUSAND), usdPerUnit);
  if (!compute || !request) return { why: 'no price of Netlify Functions is known', billing: AS_IT_IS };
  return {
    product: 'netlify/functions',
    request,
    time: [compute],
    cpu: [],
    billing: AS_IT_IS,
    precision: 'estimated',
    notes: [
      'the plan is unknown: credits at the price of Pro',
      ...(facts.memoryMb === null ? ['the memory size is unknown: 1024 MB taken'] : []),
    ],
  };
}

/** Supabase: a share of a package of a million, whatever the duration of an invocation. */
export function supabaseRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const find = finder(facts, book, 'supabase', 'edge-functions', null);
  const request = metered('invocations', find('invocations'), over(ONE, MILLION));
  if (!request) return { why: 'no price of Supabase Edge Functions is known', billing: null };
  return {
    product: 'supabase/edge-functions',
    request,
    time: [],
    cpu: [],
    billing: AS_IT_IS,
    precision: 'allocated',
    notes: [],
  };
}

/** Deno Deploy: requests, CPU time and, where its size is known, wall-clock memory. */
export function denoRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const find = finder(facts, book, 'deno', 'deploy', 'pro');
  const gb: Fraction | null = facts.memoryMb === null ? null : mbToGb(fraction(facts.memoryMb));
  const memory = gb && metered('memory-time', find('memory-time'), times(gb, HOURS_PER_MS));
  const cpu = metered('cpu-time', find('cpu-time'), HOURS_PER_MS);
  const request = metered('requests', find('requests'), ONE);
  if (!cpu || !request) return { why: 'no price of Deno Deploy is known', billing: AS_IT_IS };
  return {
    product: 'deno/deploy',
    request,
    time: memory ? [memory] : [],
    cpu: [cpu],
    billing: AS_IT_IS,
    precision: 'estimated',
    notes: [NO_CPU_TIME, ...(memory ? [] : ['the memory size is unknown: memory is left out'])],
  };
}

function finder(
  { region, atMs }: RateFacts,
  book: PriceBook,
  provider: string,
  product: string,
  plan: string | null,
) {
  return (meter: string) => book.find({ provider, product, plan, architecture: null, region, meter, atMs });
}
