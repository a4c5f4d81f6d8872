/** Google prices its regions in two groups, which differ between the generations of functions. */
export type GcpTier = 'tier-1' | 'tier-2';

const TIERS = {
  'cloud-functions-1st-gen': {
    'tier-1': `
      us-central1 us-east1 us-east4 europe-west1 europe-west2 asia-east2 asia-northeast1
      asia-northeast2`,
    'tier-2': `
      us-west2 us-west3 us-west4 northamerica-northeast1 southamerica-east1 europe-west3 europe-west6
      europe-central2 australia-southeast1 asia-south1 asia-southeast2 asia-northeast3`,
  },
  'cloud-run': {
    'tier-1': `
      africa-south1 asia-east1 asia-northeast1 asia-northeast2 europe-north1 europe-southwest1
      europe-west1 europe-west4 europe-west8 europe-west9 me-west1 us-central1 us-east1 us-east4
      us-east5 us-south1 us-west1`,
    'tier-2': `
      asia-east2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2
      australia-southeast1 australia-southeast2 europe-central2 europe-west2 europe-west3
      europe-west6 europe-west10 europe-west12 me-central1 me-central2 northamerica-northeast1
      northamerica-northeast2 southamerica-east1 southamerica-west1 us-west2 us-west3 us-west4`,
  },
} as const;

const TIER_OF: ReadonlyMap<string, GcpTier> = new Map(
  Object.entries(TIERS).flatMap(([product, groups]) =>
    (['tier-1', 'tier-2'] as const).flatMap((tier) =>
      groups[tier]
        .trim()
        .split(/\s+/)
        .map((region) => [`${product} ${region}`, tier] as const),
    ),
  ),
);

/** The group to which a Google region belongs for a product; null for one in no list. */
export function gcpTier(product: string, region: string): GcpTier | null {
  return TIER_OF.get(`${product} ${region}`) ?? null;
}

/** Every region of a product, in no order; empty for other providers' products. */
export function gcpRegions(product: string): readonly string[] {
  const start = `${product} `;
  return [...TIER_OF.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
}
