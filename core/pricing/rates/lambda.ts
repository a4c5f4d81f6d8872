import { type Fraction, fraction, ONE, over, times } from '../fraction';
import type { Architecture } from '../list-price';
import type { PriceBook } from '../price-book';
import { lambdaBillsInit, lambdaStep } from '../products/lambda-time';
import { type Billing, metered, type RateFacts, type RatesAnswer } from './rates';

const MB_MS_PER_GB_SECOND = fraction(1_024_000);
const EIGHT = fraction(8);
/** Lambda@Edge prefixes its replicas with this; no function has a dot in its own name. */
const EDGE_NAME = 'us-east-1.';

/**
 * AWS Lambda on demand, on provisioned concurrency and at the edge: list price of the first tier. The cost of provisioned
 * capacity, and of instances that Lambda manages, cannot be derived from an execution.
 */
export function lambdaRates(facts: RateFacts, book: PriceBook): RatesAnswer {
  const { name, atMs, memoryMb, platform, billedAs } = facts;
  const edge = billedAs === 'edge' || name.startsWith(EDGE_NAME);
  const region = edge ? 'global' : facts.region;
  const billing: Billing = {
    stepMs: lambdaStep(atMs),
    leastMs: 0,
    init: lambdaBillsInit(atMs, { packageType: null, runtime: null }),
    unreported: 'the platform did not report the billed time: measured instead',
  };
  const architecture = lambdaArchitecture(facts.architecture ?? 'x86_64');
  if (region === '') return { why: 'the region is unknown', billing };
  if (memoryMb === null || !(memoryMb > 0)) return { why: 'the memory size is unknown', billing };
  if (architecture === null)
    return { why: `AWS Lambda has no price for the architecture ${facts.architecture}`, billing };

  const product = edge ? 'lambda-edge' : 'lambda';
  const provider = region.startsWith('cn-') ? 'aws-china' : 'aws';
  const find = (meter: string) =>
    book.find({ provider, product, plan: null, architecture, region, meter, atMs });
  const meter = billedAs === 'provisioned' ? 'provisioned-duration' : 'duration';
  const duration = find(meter);
  const gbSeconds: Fraction = over(fraction(Math.round(memoryMb)), MB_MS_PER_GB_SECOND);
  const time = metered(meter, duration, edge ? times(gbSeconds, EIGHT) : gbSeconds);
  const request = metered('requests', find('requests'), ONE);
  if (!time || !request) {
    const what =
      duration !== null ? '’s requests' : billedAs === 'provisioned' ? ' on provisioned concurrency' : '';
    return { why: whyNot(provider, region, what), billing };
  }

  const isManaged = billedAs === 'managed';
  const notes = [
    ...(isManaged ? ['its time is billed as instances of EC2, which no execution tells: the fee alone'] : []),
    ...(platform === null ? ['the platform is unknown: priced as AWS Lambda'] : []),
    ...(facts.architecture === null ? ['the architecture is unknown: priced as x86_64'] : []),
    ...(duration?.derived ? [`the price in ${region} is derived from that of x86_64`] : []),
    ...(duration?.confidence === 'low' && !duration.derived
      ? [`the price in ${region} rests on a thin source`]
      : []),
  ];
  return {
    product: `aws/${product}`,
    request,
    time: isManaged ? [] : [time],
    cpu: [],
    billing,
    precision: 'exact',
    notes,
  };
}

/** Accepts the spellings of emitters; null for an architecture that Lambda does not have. */
function lambdaArchitecture(name: string): Architecture | null {
  if (name === 'x86_64' || name === 'amd64' || name === 'x64') return 'x86_64';
  return name === 'arm64' || name === 'aarch64' ? 'arm64' : null;
}

function whyNot(provider: string, region: string, what: string): string {
  if (provider === 'aws-china') return `AWS bills ${region} in yuan: set prices in USD for it`;
  return `no price of AWS Lambda${what} in ${region} is known`;
}
