import { type Fraction, fraction, ONE, over, times } from '../fraction';
import { decimal, type Given, missing } from '../inputs';
import { type Bill, type Charge, type Circumstances, defineProduct } from '../product';
import {
  countCharge,
  DURATION,
  EGRESS,
  INSTANCE_SECONDS,
  KB_PER_GB,
  MEMORY_INPUTS,
  memoryGb,
  msRoundedTo,
  productCharge,
  REQUESTS,
  requiredGb,
  toSeconds,
} from './common';
import { firstGenGhz, runVcpu } from './google-sizes';

const STEP_MS = 100;
const MB_PER_GB = fraction(1024);

const EGRESS_INPUTS = {
  egressGb: EGRESS,
  egressKbEach: decimal('Data out with each', 'KB'),
} as const;

/** Total egress in GB; null when not given. */
function egressOf(
  { egressGb, egressKbEach }: { readonly egressGb: Fraction | null; readonly egressKbEach: Fraction | null },
  count: Fraction,
): Fraction | null {
  return egressGb ?? (egressKbEach && over(times(egressKbEach, count), KB_PER_GB));
}

/** Cloud Functions, 1st generation: each invocation by itself, memory and clock rate by size. */
export const GOOGLE_FUNCTIONS_1ST_GEN = defineProduct({
  provider: 'gcp',
  product: 'cloud-functions-1st-gen',
  title: 'Cloud Functions, 1st generation',
  aliases: ['cloud-functions', 'functions-1st-gen'],
  inputs: {
    invocations: decimal('Invocations', 'a month', { aliases: ['requests', 'executions'] }),
    durationMs: DURATION,
    billedMs: decimal('Billed time of each', 'ms'),
    ...MEMORY_INPUTS,
    ghz: decimal('Clock rate', 'GHz'),
    idleSeconds: decimal('Idle time of minimum instances', 'seconds'),
    ...EGRESS_INPUTS,
  },
  bill(given) {
    const { invocations, durationMs, idleSeconds } = given;
    const count = invocations ?? ONE;
    const billedMs = given.billedMs ?? (durationMs && msRoundedTo(STEP_MS, durationMs));
    const gb = billedMs || idleSeconds ? requiredGb(given) : null;
    const ghz = given.ghz ?? (gb && firstGenGhz(times(gb, MB_PER_GB)));
    const time: readonly (readonly [Fraction | null, string])[] = [
      [count, 'invocations'],
      [billedMs && toSeconds(billedMs), 's'],
    ];
    return {
      charges: [
        ...countCharge('invocations', invocations, 'invocations'),
        ...productCharge('memory', [...time, [gb, 'GB']]),
        ...productCharge('cpu', [...time, [ghz, 'GHz']]),
        ...productCharge('idle-cpu-min-instances', [
          [idleSeconds, 's idle'],
          [ghz, 'GHz'],
        ]),
        ...countCharge('egress', egressOf(given, count), 'GB out'),
      ],
      billedMs,
    };
  },
});

const RUN_INPUTS = {
  requests: REQUESTS,
  durationMs: DURATION,
  instanceSeconds: INSTANCE_SECONDS,
  idleSeconds: decimal('Idle time of minimum instances', 'seconds', { aliases: ['idleInstanceSeconds'] }),
  concurrency: decimal('Requests at once in an instance', '', { min: '1' }),
  vcpu: decimal('Size (by memory, when left out)', 'vCPU'),
  ...MEMORY_INPUTS,
  ...EGRESS_INPUTS,
} as const;

/** Cloud Run, and 2nd generation functions, which run on it: instance time, shared by concurrent requests. */
export const CLOUD_RUN = defineProduct({
  provider: 'gcp',
  product: 'cloud-run',
  title: 'Cloud Run and Cloud Run functions',
  aliases: ['cloud-run-functions', 'cloud-functions-2nd-gen', 'functions-2nd-gen'],
  plans: ['request-based', 'instance-based'],
  inputs: RUN_INPUTS,
  bill: billRun,
});

function billRun(given: Given<typeof RUN_INPUTS>, { plan }: Circumstances): Bill {
  const { requests, durationMs, instanceSeconds, idleSeconds, concurrency } = given;
  const gib = memoryGb(given);
  const vcpu = given.vcpu ?? (gib && runVcpu(times(gib, MB_PER_GB)));
  const billedMs = durationMs && msRoundedTo(STEP_MS, durationMs);
  const timed = instanceSeconds === null && billedMs !== null;
  if ((timed || instanceSeconds) && (!gib || !vcpu)) missing(gib ? 'vcpu' : 'memoryMb');
  const time: readonly (readonly [Fraction | null, string])[] = timed
    ? [
        [over(requests ?? ONE, concurrency ?? ONE), 'requests, by concurrency'],
        [billedMs && toSeconds(billedMs), 's'],
      ]
    : [[instanceSeconds && toSeconds(msRoundedTo(STEP_MS, times(instanceSeconds, fraction(1000)))), 's']];
  const idle: readonly Charge[] = [
    ...productCharge('idle-cpu', [
      [idleSeconds, 's idle'],
      [vcpu, 'vCPU'],
    ]),
    ...productCharge('idle-memory', [
      [idleSeconds, 's idle'],
      [gib, 'GiB'],
    ]),
  ];
  const guessed = [
    ...(timed && !concurrency ? ['concurrency is missing: one request at a time in an instance taken'] : []),
    ...(given.vcpu || !vcpu ? [] : ['vcpu is missing: the usual one of this memory size taken']),
  ];
  return {
    charges: [
      ...productCharge('cpu', [...time, [vcpu, 'vCPU']]),
      ...productCharge('memory', [...time, [gib, 'GiB']]),
      ...(plan === 'request-based' ? idle : []),
      ...(plan === 'request-based' ? countCharge('requests', requests, 'requests') : []),
      ...countCharge('egress', egressOf(given, requests ?? ONE), 'GB out'),
    ],
    billedMs,
    precision:
      guessed.length > 0
        ? 'estimated'
        : timed && concurrency && concurrency.top > concurrency.bottom
          ? 'allocated'
          : 'exact',
    notes: guessed,
  };
}
