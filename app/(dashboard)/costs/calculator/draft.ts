import { one, type SearchParams } from '@/app/_components/url/scope';
import type { InputView, ProductView } from '@/core/pricing/catalog';

/** What the form holds: texts as they were typed, '' for what was left empty. */
export interface Draft {
  readonly provider: string;
  readonly product: string;
  readonly region: string;
  readonly architecture: string;
  /** '' for a product without plans. */
  readonly plan: string;
  readonly freeTier: boolean;
  readonly values: Readonly<Record<string, string>>;
}

/** What a form begins with, so that it shows a result at once. */
const SAMPLES: Readonly<Record<string, string>> = {
  requests: '1000000',
  invocations: '1000000',
  executions: '1000000',
  billableRequests: '1000000',
  memoryMb: '512',
  durationMs: '120',
  observedMb: '256',
  cpuMsPerRequest: '7',
  instanceHours: '730',
  ec2OnDemandPerHour: '0.1632',
  baseSeconds: '3600',
  baseVcpu: '1',
  baseGb: '2',
  transitions: '1000000',
  messages: '1000000',
  publishes: '1000000',
  writes: '1000000',
  reads: '1000000',
  gb: '10',
  gets: '1000000',
  puts: '100000',
  records: '1000000',
  ingestGb: '100',
  traces: '1000000',
  egressGb: '100',
  vcpu: '1',
  instanceSeconds: '3600',
};
/** A sample that would say the same as another input, or contradict it. */
const NOT_BESIDE: Readonly<Record<string, string>> = {
  gb: 'memoryMb',
  instanceSeconds: 'durationMs',
  egressGb: 'durationMs',
};
/** Where most functions run; else a product's first region. */
const USUAL_REGIONS: readonly string[] = ['us-east-1', 'eastus2', 'us-central1', 'iad1'];

export function productKey({ provider, product }: Pick<ProductView, 'provider' | 'product'>): string {
  return `${provider}/${product}`;
}

/** A form for a product, filled with samples; `before` keeps what its product has in common with this one. */
export function newDraft(product: ProductView, before?: Draft): Draft {
  const names = product.inputs.map(({ name }) => name);
  const samples = names.filter((name) => !names.includes(NOT_BESIDE[name] ?? ''));
  return {
    provider: product.provider,
    product: product.product,
    region: USUAL_REGIONS.find((region) => product.regions.includes(region)) ?? product.regions[0] ?? '',
    architecture: before?.architecture ?? 'x86_64',
    plan: product.plans[0] ?? '',
    freeTier: before?.freeTier ?? false,
    values: Object.fromEntries(
      samples.flatMap((name) => {
        const value = before?.values[name] || SAMPLES[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** The form that a URL names, with samples when it names no input; the first product's when it names none that there is. */
export function draftOf(params: SearchParams, products: readonly ProductView[]): Draft | null {
  const named = products.find((product) => productKey(product) === one(params, 'product'));
  const product = named ?? products[0];
  if (!product) return null;
  const draft = newDraft(product);
  if (!named) return draft;
  const values = product.inputs.flatMap(({ name }) => {
    const value = one(params, name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...draft,
    region: one(params, 'region') ?? draft.region,
    architecture: one(params, 'architecture') ?? draft.architecture,
    plan: one(params, 'plan') ?? draft.plan,
    freeTier: one(params, 'freeTier') === 'true',
    values: values.length === 0 ? draft.values : Object.fromEntries(values),
  };
}

/** The form as query parameters, which `draftOf` reads. */
export function draftParams(draft: Draft): URLSearchParams {
  const { region, architecture, plan, freeTier, values } = draft;
  const all = {
    product: productKey(draft),
    region,
    architecture,
    plan,
    freeTier: freeTier ? 'true' : '',
    ...values,
  };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
}

/** The form as the body of POST /costs/estimate. */
export function draftRequest(
  { provider, product, region, architecture, plan, freeTier, values }: Draft,
  inputs: readonly InputView[],
): Readonly<Record<string, unknown>> {
  const given = inputs.flatMap(({ name, kind }) => {
    const value = values[name]?.trim() ?? '';
    if (value === '') return [];
    return [[name, kind === 'flag' ? value === 'true' : value]];
  });
  return {
    provider,
    product,
    region,
    architecture,
    ...(plan === '' ? {} : { plan }),
    freeTier,
    ...Object.fromEntries(given),
  };
}
