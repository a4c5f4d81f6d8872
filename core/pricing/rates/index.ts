import type { PriceBook } from '../price-book';
import { azureRates } from './azure';
import { clusterRates } from './cluster';
import { cloudflareRates, denoRates, netlifyRates, supabaseRates, vercelRates } from './edge';
import { googleRates } from './google';
import { lambdaRates } from './lambda';
import type { RateFacts, RatesAnswer, RatesOf } from './rates';

const BY_PLATFORM: ReadonlyMap<string, RatesOf> = new Map([
  ['aws_lambda', lambdaRates],
  ['azure.functions', azureRates],
  ['gcp_cloud_functions', googleRates],
  ['gcp_cloud_run', googleRates],
  ['cloudflare.workers', cloudflareRates],
]);

const BY_PROVIDER: ReadonlyMap<string, RatesOf> = new Map([
  ['aws', lambdaRates],
  ['cloudflare', cloudflareRates],
  ['vercel', vercelRates],
  ['netlify', netlifyRates],
  ['supabase', supabaseRates],
  ['deno', denoRates],
]);

/** The rates of a function's invocations, or why they are unknown. */
export function ratesOf(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { platform, provider } = facts;
  if (platform === null && provider === '') return { why: 'the platform is unknown', billing: null };
  const known =
    (platform === null ? undefined : BY_PLATFORM.get(platform)) ??
    (platform === null || provider !== 'aws' ? BY_PROVIDER.get(provider) : undefined);
  return (known ?? clusterRates)(facts, book);
}
