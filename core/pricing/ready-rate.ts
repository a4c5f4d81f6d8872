import { isFaaslensError } from '../errors';
import type { ReadyRate } from '../model/costs/ready-capacity';
import type { PriceChange } from '../model/price-override';
import { estimate } from './estimate';
import { fraction, sum, toUnits } from './fraction';
import { productOf } from './product-of';

/** What is known about a function whose instances are kept ready. */
export interface ReadyFunction {
  readonly provider: string;
  readonly platform: string | null;
  readonly region: string;
  readonly architecture: string | null;
  readonly memoryMb: number | null;
}

interface Kept {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The lines that pay for being ready. */
  readonly meters: readonly string[];
  readonly whileBusy: boolean;
}

const AN_HOUR = 3600;
const PICO_PLACES = 12;

/** Inputs for one instance for an hour, by product. */
const KEPT: ReadonlyMap<string, Kept> = new Map([
  [
    'aws/lambda',
    {
      inputs: { provisionedConcurrency: 1, provisionedSeconds: AN_HOUR },
      meters: ['provisioned-concurrency'],
      whileBusy: true,
    },
  ],
  [
    'azure/functions',
    {
      inputs: { plan: 'flex-consumption-always-ready', readySeconds: AN_HOUR },
      meters: ['always-ready-baseline'],
      whileBusy: true,
    },
  ],
  [
    'gcp/cloud-run',
    { inputs: { idleSeconds: AN_HOUR }, meters: ['idle-cpu', 'idle-memory'], whileBusy: false },
  ],
  [
    'gcp/cloud-functions-1st-gen',
    { inputs: { idleSeconds: AN_HOUR }, meters: ['idle-cpu-min-instances'], whileBusy: false },
  ],
]);

/** The hourly cost of an instance of a function that is kept ready, or why it is unknown. */
export function readyRate(
  of: ReadyFunction,
  at: { readonly nowMs: number; readonly changes: readonly PriceChange[] },
): ReadyRate | { readonly why: string } {
  const name = productOf(of);
  const kept = name === null ? undefined : KEPT.get(name);
  if (name === null || !kept) return { why: 'its platform bills nothing for instances that are kept ready' };
  if (of.memoryMb === null) return { why: 'its memory size is unknown' };
  const [provider, product] = name.split('/');
  try {
    const { region, architecture, memoryMb } = of;
    const { lines } = estimate({ provider, product, region, architecture, memoryMb, ...kept.inputs }, at);
    const amounts = lines
      .filter(({ meter }) => kept.meters.includes(meter))
      .map(({ amountUsd }) => amountUsd);
    const known = amounts.filter((amount) => amount !== null);
    if (known.length < kept.meters.length)
      return { why: `no price of ${kept.meters.join(' and ')} in ${region} is known` };
    return { perHour: toUnits(sum(known.map(fraction)), PICO_PLACES), whileBusy: kept.whileBusy };
  } catch (error) {
    if (isFaaslensError(error) && error.code === 'invalid_input') return { why: error.message };
    throw error;
  }
}
