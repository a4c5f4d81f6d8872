import { type ListPrice, listPrices } from '../list-price';
import { arm64OfX86, laterTiers } from './lambda-derivations';
import { LAMBDA_FREE, LAMBDA_ROUNDING } from './lambda-terms';
import { isSourceKey } from './sources';
import { rowsOf } from './table';

/**
 * USD per GB-second of x86_64 and of arm64, per request, per GB-second of storage above 512 MB, of provisioned concurrency and
 * of duration on it (both x86_64). us-east-1 is in a separate file, with its tiers.
 */
const REGIONS = `
#region        x86_64       arm64        request    storage      provisioned  on-it        source        confidence
af-south-1     0.0000221    0.00001768   0.00000027 0.0000000404 0.00000553   0.0000129    remotion      high
ap-east-1      0.00002292   0.0000183    0.00000028 0.0000000407 0.0000057153 0.0000133358 remotion      high
ap-northeast-1 0.0000166667 0.0000133334 0.0000002  0.000000037  0.0000053835 0.0000125615 remotion      high
ap-northeast-2 0.0000166667 0.0000133334 0.0000002  0.0000000352 0.0000051254 0.0000119592 remotion      high
ap-northeast-3 0.0000166667 0.0000133334 0.0000002  0.000000037  0.0000053835 0.0000125615 remotion      high
ap-south-1     0.0000166667 0.0000133334 0.0000002  0.0000000352 0.0000044985 0.0000104966 remotion      high
ap-southeast-1 0.0000166667 0.0000133334 0.0000002  0.000000037  0.0000051991 0.0000121313 remotion      high
ap-southeast-2 0.0000166667 0.0000133334 0.0000002  0.000000037  0.000005236  0.0000122173 remotion      high
ap-southeast-4 0.0000166667 0.0000133334 0.0000002  0.000000037  0.000005236  0.0000122173 remotion      high
ap-southeast-5 0.000015     0.000012     0.00000018 0.0000000333 0.0000046791 0.0000109181 remotion      high
ca-central-1   0.0000166667 0.0000133334 0.0000002  0.000000034  0.000004646  0.0000108407 remotion      high
eu-central-1   0.0000166667 0.0000133334 0.0000002  0.0000000367 0.0000050147 0.0000117011 remotion      high
eu-central-2   0.0000183334 0.0000146667 0.00000022 0.0000000441 0.0000055162 0.0000128712 remotion      high
eu-north-1     0.0000166667 0.0000133334 0.0000002  0.0000000323 0.0000044248 0.0000103245 remotion      high
eu-south-1     0.0000195172 0.0000156138 0.00000023 0.0000000357 0.0000048783 0.0000113827 remotion      high
eu-west-1      0.0000166667 0.0000133334 0.0000002  0.000000034  0.000004646  0.0000108407 remotion      high
eu-west-2      0.0000166667 0.0000133334 0.0000002  0.0000000358 0.0000048304 0.0000112709 remotion      high
eu-west-3      0.0000166667 0.0000133334 0.0000002  0.0000000358 0.0000048673 0.0000113569 remotion      high
sa-east-1      0.0000166667 0.0000133334 0.0000002  0.0000000586 0.0000066372 0.0000154867 remotion      high
us-east-2      0.0000166667 0.0000133334 0.0000002  0.0000000309 0.0000041667 0.0000097222 remotion      high
us-west-1      0.0000166667 0.0000133334 0.0000002  0.000000037  0.0000049041 0.000011443  remotion      high
us-west-2      0.0000166667 0.0000133334 0.0000002  0.0000000309 0.0000041667 0.0000097222 remotion      high
me-south-1     0.0000206667 0.0000165334 0.00000025 0.0000000374 0.0000051108 0.0000119251 remotion-old  medium
me-central-1   0.0000206667 0.0000165334 0.00000025 -            0.0000051108 0.0000119251 savings-page  medium
il-central-1   0.0000175    -            0.00000021 -            -            -            region-groups low
ap-south-2     0.0000166667 -            0.0000002  -            -            -            region-groups low
ap-southeast-3 0.0000166667 -            0.0000002  -            -            -            region-groups low
ca-west-1      0.0000166667 -            0.0000002  -            -            -            region-groups low
eu-south-2     0.0000166667 -            0.0000002  -            -            -            region-groups low
us-gov-east-1  0.0000166667 -            -          -            -            -            live-tuner    low
us-gov-west-1  0.0000166667 -            -          -            -            -            live-tuner    low
`;

/** Lambda's prices in every region but us-east-1; prices that are not published for a region are derived and marked so. */
export const AWS_LAMBDA_REGIONS: readonly ListPrice[] = rowsOf(REGIONS).flatMap(pricesOfRegion);

function pricesOfRegion(row: readonly (string | null)[]): readonly ListPrice[] {
  const [region, x86, arm, request, storage, provisioned, onProvisioned, source, confidence] = row;
  if (!region || !x86 || !source || !isSourceKey(source))
    throw new RangeError(`a row of Lambda's prices is broken: ${row}`);
  const sure = confidence === 'high' || confidence === 'low' ? confidence : 'medium';
  const shared = { provider: 'aws', product: 'lambda', region, source, confidence: sure } as const;
  const derived = { ...shared, source: 'derived', confidence: 'low' } as const;
  const duration = (architecture: 'x86_64' | 'arm64', price: string) =>
    ({
      meter: 'duration',
      unit: 'GB-second',
      architecture,
      price,
      tiers: laterTiers(architecture, price),
      free: LAMBDA_FREE.duration,
      rounding: LAMBDA_ROUNDING.duration,
    }) as const;
  const onTop = (meter: string, architecture: 'x86_64' | 'arm64', price: string) => ({
    meter,
    unit: 'GB-second',
    architecture,
    price,
    rounding: meter === 'provisioned-duration' ? LAMBDA_ROUNDING.duration : LAMBDA_ROUNDING.provisioned,
  });
  const both = [
    ['provisioned-concurrency', provisioned],
    ['provisioned-duration', onProvisioned],
  ] as const;
  return [
    ...listPrices(shared, [duration('x86_64', x86)]),
    ...listPrices(arm ? shared : derived, [duration('arm64', arm ?? arm64OfX86(x86))]),
    ...(request
      ? listPrices(shared, [
          { meter: 'requests', unit: 'request', price: request, free: LAMBDA_FREE.requests },
        ])
      : []),
    ...(storage
      ? listPrices({ ...shared, confidence: 'medium' }, [
          {
            meter: 'ephemeral-storage',
            unit: 'GB-second',
            price: storage,
            rounding: LAMBDA_ROUNDING.storage,
          },
        ])
      : []),
    ...both.flatMap(([meter, price]) =>
      price
        ? [
            ...listPrices({ ...shared, confidence: 'medium' }, [onTop(meter, 'x86_64', price)]),
            ...listPrices(derived, [onTop(meter, 'arm64', arm64OfX86(price))]),
          ]
        : [],
    ),
  ];
}
