/** Where a price was read, and of which day it is. */
export interface PriceSource {
  readonly title: string;
  readonly url: string;
  /** ISO date, or 'undated'. */
  readonly asOf: string;
}

export const PRICE_SOURCES = {
  'price-list': {
    title: 'AWS Price List API, AWSLambda offer',
    url: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSLambda/current/index.json',
    asOf: '2026-09-19',
  },
  remotion: {
    title: '@remotion/lambda-client 4.0.527, table of AWS rate codes',
    url: 'https://www.npmjs.com/package/@remotion/lambda-client/v/4.0.527',
    asOf: '2026-09-22',
  },
  'remotion-old': {
    title: '@remotion/lambda, an earlier table of AWS rate codes',
    url: 'https://www.npmjs.com/package/@remotion/lambda',
    asOf: 'undated',
  },
  'savings-page': {
    title: 'AWS Compute Savings Plans, Middle East (UAE)',
    url: 'https://aws.amazon.com/savingsplans/compute-pricing/',
    asOf: 'undated',
  },
  'pricing-page': {
    title: 'AWS Lambda pricing page',
    url: 'https://aws.amazon.com/lambda/pricing/',
    asOf: '2026-09-20',
  },
  'init-blog': {
    title: 'AWS Compute Blog: AWS Lambda standardizes billing for INIT Phase',
    url: 'https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/',
    asOf: '2025-04-29',
  },
} as const satisfies Readonly<Record<string, PriceSource>>;

export type PriceSourceKey = keyof typeof PRICE_SOURCES;

/** One line for a person: title and date. */
export function describeSource(key: PriceSourceKey): string {
  const { title, asOf } = PRICE_SOURCES[key];
  return asOf === 'undated' ? title : `${title}, ${asOf}`;
}
