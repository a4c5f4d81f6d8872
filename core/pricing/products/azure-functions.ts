import { type Fraction, fraction, larger, ONE, over, roundUp, smaller, times } from '../fraction';
import { decimal, type Given, missing, refuse, required } from '../inputs';
import { type Bill, type Charge, defineProduct, say } from '../product';
import {
  countCharge,
  DURATION,
  MEMORY_INPUTS,
  mbToGb,
  memoryGb,
  msRoundedTo,
  productCharge,
  requiredGb,
  SECONDS_PER_HOUR,
  toSeconds,
} from './common';

const STEP_MB = fraction(128);
const MOST_MB = fraction(1536);
const LEAST_CONSUMPTION_MS = fraction(100);
const LEAST_FLEX_MS = fraction(1000);
const UNITS_PER_GB_SECOND = fraction(1_024_000);
const HOURS_OF_MONTH = fraction(730);

const INPUTS = {
  executions: decimal('Executions', 'a month', { aliases: ['requests', 'invocations'] }),
  durationMs: DURATION,
  observedMb: decimal('Memory as observed', 'MB'),
  ...MEMORY_INPUTS,
  seconds: decimal('Time in all', 'seconds'),
  gbSeconds: decimal('Use as the portal shows it', 'GB-seconds'),
  executionUnitsMbMs: decimal('Function Execution Units', 'MB-ms'),
  instanceMb: decimal('Size of an instance', 'MB'),
  instances: decimal('Instances', ''),
  activeSecondsPerInstance: decimal('Time each is active', 'seconds'),
  instanceSeconds: decimal('Time that instances are active, in all', 'seconds'),
  readySeconds: decimal('Time that instances are kept ready, in all', 'seconds'),
  concurrency: decimal('Executions at once in an instance', '', { min: '1' }),
  vcpu: decimal('Size', 'vCPU'),
  hours: decimal('Time that instances run', 'hours'),
} as const;

type AzureGiven = Given<typeof INPUTS>;

/** Azure Functions; the plan says whether executions or instances are billed. */
export const AZURE_FUNCTIONS = defineProduct({
  provider: 'azure',
  product: 'functions',
  title: 'Azure Functions',
  plans: ['consumption', 'flex-consumption', 'flex-consumption-always-ready', 'premium-EP'],
  inputs: INPUTS,
  bill(given, { plan }) {
    if (plan === 'flex-consumption') return flex(given, 'on-demand');
    if (plan === 'flex-consumption-always-ready') return flex(given, 'always-ready');
    return plan === 'premium-EP' ? premium(given) : consumption(given);
  },
});

/** The MB that Consumption bills: the observed memory rounded up to a multiple of 128, at most 1536. */
export function azureBilledMb(observedMb: Fraction): Fraction {
  return smaller(larger(roundUp(observedMb, STEP_MB), STEP_MB), MOST_MB);
}

function consumption(given: AzureGiven): Bill {
  const { executions, durationMs, observedMb, memoryMb } = given;
  const used = meteredUse(given);
  const billedMs = durationMs && larger(msRoundedTo(1, durationMs), LEAST_CONSUMPTION_MS);
  const mb = observedMb ?? memoryMb;
  const bound = durationMs !== null && mb === null && used === null;
  const gb = mbToGb(mb === null ? MOST_MB : azureBilledMb(mb));
  const time = productCharge('execution-time', [
    [executions ?? ONE, 'executions'],
    [billedMs && toSeconds(billedMs), 's'],
    [gb, 'GB'],
  ]);
  return {
    charges: [
      ...(used === null ? time : countCharge('execution-time', used, 'GB-seconds')),
      ...countCharge('executions', executions, 'executions'),
    ],
    billedMs,
    precision: bound ? 'estimated' : 'exact',
    notes: bound ? ['observedMb is missing: 1536 MB taken, the most that is billed'] : [],
  };
}

/** GB-seconds that need no further rounding; null when none are given. */
function meteredUse({ gbSeconds, executionUnitsMbMs, gb, seconds }: AzureGiven): Fraction | null {
  if (gbSeconds) return gbSeconds;
  if (executionUnitsMbMs) return over(executionUnitsMbMs, UNITS_PER_GB_SECOND);
  return seconds && times(gb ?? missing('gb'), seconds);
}

function flex(given: AzureGiven, kind: 'on-demand' | 'always-ready'): Bill {
  const { executions, durationMs, concurrency, instanceMb } = given;
  const used = meteredUse(given);
  const active = flexSeconds(given);
  const gb = (instanceMb && mbToGb(instanceMb)) ?? memoryGb(given);
  if (active && !gb) refuse('instanceMb', 'is missing: 512, 2048 or 4096');
  const time = productCharge(`${kind}-execution-time`, [
    [active?.seconds ?? null, `s (${active?.how ?? ''})`],
    [gb, 'GB'],
  ]);
  const keptReady = given.readySeconds ?? instanceHours(given);
  if (keptReady && !gb) refuse('instanceMb', 'is missing: 512, 2048 or 4096');
  const ready = productCharge('always-ready-baseline', [
    [keptReady, 's ready'],
    [gb, 'GB'],
  ]);
  const noBaseline = kind === 'always-ready' && keptReady === null;
  const shared = durationMs !== null && active?.ofExecutions === true;
  return {
    charges: [
      ...(used === null ? time : countCharge(`${kind}-execution-time`, used, 'GB-seconds')),
      ...(kind === 'always-ready' ? ready : []),
      ...countCharge(`${kind}-executions`, executions, 'executions'),
    ],
    billedMs: durationMs && flexMs(durationMs),
    precision: noBaseline || (shared && !concurrency) ? 'estimated' : shared ? 'allocated' : 'exact',
    notes: [
      ...(shared && !concurrency
        ? ['concurrency is missing: one execution at a time in an instance taken']
        : []),
      ...(noBaseline ? ['readySeconds is missing: what being ready costs is left out'] : []),
    ],
  };
}

/** Total seconds of a number of instances and the hours that each runs; null when either is missing. */
function instanceHours({ instances, hours }: AzureGiven): Fraction | null {
  return instances && hours && times(instances, hours, SECONDS_PER_HOUR);
}

interface ActiveTime {
  readonly seconds: Fraction;
  readonly how: string;
  /** Whether it was calculated from durations of executions, not from the activity of instances. */
  readonly ofExecutions: boolean;
}

function flexSeconds(given: AzureGiven): ActiveTime | null {
  const { instances, activeSecondsPerInstance, instanceSeconds, executions, durationMs, concurrency } = given;
  if (instanceSeconds) return { seconds: instanceSeconds, how: 'active', ofExecutions: false };
  if (activeSecondsPerInstance) {
    const each = toSeconds(flexMs(times(activeSecondsPerInstance, fraction(1000))));
    const count = instances ?? ONE;
    return {
      seconds: times(count, each),
      how: `${say(count)} instances × ${say(each)} s`,
      ofExecutions: false,
    };
  }
  if (!durationMs) return null;
  const each = toSeconds(flexMs(durationMs));
  const count = over(executions ?? ONE, concurrency ?? ONE);
  return { seconds: times(count, each), how: `${say(count)} periods × ${say(each)} s`, ofExecutions: true };
}

/** The billed active period of an instance: rounded up to 100 ms, at least a second. */
function flexMs(milliseconds: Fraction): Fraction {
  return larger(msRoundedTo(100, milliseconds), LEAST_FLEX_MS);
}

function premium(given: AzureGiven): Bill {
  const months = over(given.hours ?? HOURS_OF_MONTH, HOURS_OF_MONTH);
  const factors: readonly (readonly [Fraction, string])[] = [
    [given.instances ?? ONE, 'instances'],
    [months, 'months of 730 h'],
  ];
  const charges: readonly Charge[] = [
    ...productCharge('premium-vcpu', [...factors, [required(given.vcpu, 'vcpu'), 'vCPU']]),
    ...productCharge('premium-memory', [...factors, [requiredGb(given), 'GB']]),
  ];
  return { charges };
}
