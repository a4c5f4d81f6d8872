import { format, fraction, roundUp, times } from '../fraction';
import type { Architecture, Tier } from '../list-price';

/** us-east-1, the only region whose tiers are published in full. */
export const KNOWN_TIERS: Readonly<Record<Architecture, readonly Tier[]>> = {
  x86_64: [
    { upTo: '6000000000', price: '0.0000166667' },
    { upTo: '15000000000', price: '0.000015' },
    { upTo: null, price: '0.0000133334' },
  ],
  arm64: [
    { upTo: '7500000000', price: '0.0000133334' },
    { upTo: '18750000000', price: '0.0000120001' },
    { upTo: null, price: '0.0000106667' },
  ],
};

const STEP = fraction('0.0000000001');

/**
 * The tiers of a region that only publishes its first one: those of us-east-1 if the first is the same, else nine and eight
 * tenths of the first, rounded up at the tenth decimal place as AWS does.
 */
export function laterTiers(architecture: Architecture, first: string): readonly Tier[] {
  const known = KNOWN_TIERS[architecture];
  if (known[0]?.price === first) return known;
  const shares = ['1', '0.9', '0.8'];
  return known.map(({ upTo }, index) => ({ upTo, price: shareOf(first, shares[index] ?? '1') }));
}

/** Four fifths of the x86_64 price: the price of arm64 wherever both are published. */
export function arm64OfX86(price: string): string {
  return shareOf(price, '0.8');
}

function shareOf(price: string, share: string): string {
  return format(roundUp(times(fraction(price), fraction(share)), STEP));
}
