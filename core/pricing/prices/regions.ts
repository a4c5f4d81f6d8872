import { gcpRegions } from './gcp-regions';
import { LIST_PRICES } from './index';

/** Regions for which no source here has prices: their costs are unknown until prices are imported. */
const UNPRICED: Readonly<Record<string, string>> = {
  aws: 'ap-east-2 ap-southeast-6 ap-southeast-7 eusc-de-east-1 mx-central-1',
  azure: `
    australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth
    brazilsoutheast canadacentral canadaeast centralindia centralus chilecentral eastasia francecentral francesouth
    germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest jioindiacentral
    jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope
    norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus southeastasia
    southindia spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest uaecentral uaenorth uksouth
    ukwest usgovarizona usgovtexas usgovvirginia westcentralus westeurope westindia westus westus2 westus3`,
  gcp: 'europe-north2 northamerica-south1',
};

const REGIONS: ReadonlyMap<string, ReadonlySet<string>> = regionsByProvider();

/** Whether the provider has this region, priced or not. */
export function isRegionOf(provider: string, region: string): boolean {
  return REGIONS.get(provider)?.has(region) ?? false;
}

function regionsByProvider(): ReadonlyMap<string, ReadonlySet<string>> {
  const regions = new Map(
    Object.entries(UNPRICED).map(([provider, names]) => [provider, new Set(names.trim().split(/\s+/))]),
  );
  for (const { provider, product, region } of LIST_PRICES) {
    const own = regions.get(provider) ?? new Set<string>();
    regions.set(provider, own);
    for (const name of [region, ...gcpRegions(product)]) own.add(name);
  }
  return regions;
}
