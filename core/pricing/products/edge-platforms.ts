import { type Fraction, fraction, ONE, over, roundUp, takeOff, times, ZERO } from '../fraction';
import { decimal } from '../inputs';
import { defineProduct } from '../product';
import {
  countCharge,
  DURATION,
  EGRESS,
  MEMORY_INPUTS,
  memoryGb,
  productCharge,
  REQUESTS,
  toHours,
  toSeconds,
} from './common';

const TEN_THOUSAND = fraction(10_000);
const MILLION = fraction(1_000_000);

/** USD a month, and the included credits, by plan. */
const NETLIFY_PLANS = { pro: ['20', '3000'], personal: ['9', '1000'], free: ['0', '300'] } as const;

/** The price of a credit under a plan; null where credits are not sold. */
export function netlifyCredit(plan: string | null): Fraction | null {
  const [usd, credits] = NETLIFY_PLANS[plan === 'personal' || plan === 'free' ? plan : 'pro'];
  return usd === '0' ? null : over(fraction(usd), fraction(credits));
}

/** Netlify bills credits, shown here in USD at the plan's price of a credit. */
export const NETLIFY_FUNCTIONS = defineProduct({
  provider: 'netlify',
  product: 'functions',
  title: 'Netlify Functions',
  plans: ['pro', 'personal', 'free'],
  inputs: {
    requests: REQUESTS,
    durationMs: DURATION,
    ...MEMORY_INPUTS,
    gbSeconds: decimal('Compute in all', 'GB-seconds'),
    egressGb: EGRESS,
    deploys: decimal('Production deploys', 'a month'),
    usdPerCredit: decimal('What a credit is worth', 'USD'),
  },
  bill(given, { plan, freeTier }) {
    const { requests, durationMs, gbSeconds, egressGb, deploys, usdPerCredit } = given;
    const gb = memoryGb(given) ?? ONE;
    const used = gbSeconds ?? (durationMs && times(requests ?? ONE, toSeconds(durationMs), gb));
    const credit = usdPerCredit ?? netlifyCredit(plan);
    return {
      charges: [
        ...productCharge('compute', [[used && toHours(used), 'GB-hours']]),
        ...countCharge('web-requests', requests && over(requests, TEN_THOUSAND), 'times 10,000 requests'),
        ...countCharge('bandwidth', egressGb, 'GB'),
        ...countCharge('deploys', deploys, 'deploys'),
      ],
      billedMs: durationMs,
      notes: [
        ...(freeTier
          ? ['the credits that come with the plan are shared by all of it, and not taken off']
          : []),
        ...(credit ? [] : ['the free plan sells no credits: say usdPerCredit']),
      ],
      usdPer: { credit },
    };
  },
});

const SUPABASE_QUOTAS = { pro: '2000000', team: '2000000', 'pro-team': '2000000', free: '500000' } as const;

/** Supabase bills the use above the quota, in packages of a million. */
export const SUPABASE_FUNCTIONS = defineProduct({
  provider: 'supabase',
  product: 'edge-functions',
  title: 'Supabase Edge Functions',
  plans: ['pro', 'team', 'pro-team', 'free'],
  inputs: {
    invocations: decimal('Invocations', 'a month', { aliases: ['requests', 'executions'] }),
    quota: decimal('Invocations that are included', 'a month'),
    durationMs: DURATION,
  },
  bill({ invocations, quota }, { plan, freeTier }) {
    const ofPlan = SUPABASE_QUOTAS[plan === 'free' ? 'free' : 'pro'];
    const included = quota ?? (freeTier ? fraction(ofPlan) : ZERO);
    const packages = invocations && over(roundUp(takeOff(invocations, included), MILLION), MILLION);
    return { charges: countCharge('invocations', packages, 'packages of a million, beyond the quota') };
  },
});

/** Deno Deploy: requests, CPU time, memory time, egress. The subscription of the Pro plan is not a line. */
export const DENO_DEPLOY = defineProduct({
  provider: 'deno',
  product: 'deploy',
  title: 'Deno Deploy',
  plans: ['pro'],
  inputs: {
    requests: REQUESTS,
    cpuMs: decimal('CPU time of each', 'ms', { aliases: ['cpuMsPerRequest'] }),
    activeCpuSeconds: decimal('CPU time in all', 'seconds', { aliases: ['cpuSeconds'] }),
    ...MEMORY_INPUTS,
    durationMs: DURATION,
    instanceSeconds: decimal('Time that instances run', 'seconds'),
    egressGb: EGRESS,
  },
  bill(given) {
    const { requests, cpuMs, activeCpuSeconds, durationMs, instanceSeconds, egressGb } = given;
    const count = requests ?? ONE;
    const bound = cpuMs === null && activeCpuSeconds === null && durationMs !== null;
    const each = cpuMs ?? (bound ? durationMs : null);
    const cpu = activeCpuSeconds ?? (each && times(count, toSeconds(each)));
    const alive = instanceSeconds ?? (durationMs && times(count, toSeconds(durationMs)));
    const noMemory = alive !== null && memoryGb(given) === null;
    return {
      charges: [
        ...countCharge('requests', requests, 'requests'),
        ...productCharge('cpu-time', [[cpu && toHours(cpu), 'h of CPU']]),
        ...productCharge('memory-time', [
          [alive && toHours(alive), 'h'],
          [memoryGb(given), 'GB'],
        ]),
        ...countCharge('egress', egressGb, 'GB out'),
      ],
      billedMs: durationMs,
      precision: bound || noMemory ? 'estimated' : 'exact',
      notes: [
        ...(bound ? ['cpuMs is missing: the whole duration taken, the most it can be'] : []),
        ...(noMemory ? ['memoryMb is missing: what memory costs is left out'] : []),
      ],
    };
  },
});
