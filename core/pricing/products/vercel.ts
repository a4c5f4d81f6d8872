import { type Fraction, ONE, over, times } from '../fraction';
import { decimal, missing } from '../inputs';
import { defineProduct } from '../product';
import {
  countCharge,
  DURATION,
  INSTANCE_SECONDS,
  MEMORY_INPUTS,
  memoryGb,
  productCharge,
  REQUESTS,
  toHours,
  toSeconds,
} from './common';

/** Vercel Functions on Fluid compute: active CPU, memory while an instance has requests, invocations. */
export const VERCEL_FUNCTIONS = defineProduct({
  provider: 'vercel',
  product: 'functions-fluid',
  title: 'Vercel Functions',
  aliases: ['functions'],
  plans: ['pro', 'hobby', 'enterprise'],
  inputs: {
    requests: REQUESTS,
    ...MEMORY_INPUTS,
    instanceSeconds: INSTANCE_SECONDS,
    activeCpuSeconds: decimal('CPU time in all', 'seconds'),
    durationMs: DURATION,
    cpuMs: decimal('CPU time of each', 'ms', { aliases: ['cpuMsPerRequest'] }),
    concurrency: decimal('Requests at once in an instance', '', { min: '1' }),
  },
  bill(given) {
    const { requests, instanceSeconds, activeCpuSeconds, durationMs, cpuMs, concurrency } = given;
    const gb = memoryGb(given);
    const count = requests ?? ONE;
    const ofAll = (milliseconds: Fraction) => times(count, toSeconds(milliseconds));
    const timed = instanceSeconds === null && durationMs !== null;
    const instances = instanceSeconds ?? (durationMs && over(ofAll(durationMs), concurrency ?? ONE));
    const bound = activeCpuSeconds === null && cpuMs === null && timed;
    const cpuEach = cpuMs ?? (bound ? durationMs : null);
    const cpu = activeCpuSeconds ?? (cpuEach && ofAll(cpuEach));
    if (instances && !gb) missing('memoryMb');
    const notes = [
      ...(bound ? ['cpuMs is missing: the whole duration taken, the most it can be'] : []),
      ...(timed && !concurrency
        ? ['concurrency is missing: one request at a time in an instance taken']
        : []),
    ];
    return {
      charges: [
        ...productCharge('active-cpu', [[cpu && toHours(cpu), 'h of CPU']]),
        ...productCharge('provisioned-memory', [
          [instances && toHours(instances), 'h'],
          [gb, 'GB'],
        ]),
        ...countCharge('invocations', requests, 'invocations'),
      ],
      billedMs: durationMs,
      precision: notes.length > 0 ? 'estimated' : timed ? 'allocated' : 'exact',
      notes,
    };
  },
});
