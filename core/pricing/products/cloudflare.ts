import { ONE, times } from '../fraction';
import { decimal } from '../inputs';
import { defineProduct } from '../product';
import { countCharge, DURATION, productCharge } from './common';

/** Workers bill requests and CPU time; waiting is free. The paid plan's subscription is a line. */
export const CLOUDFLARE_WORKERS = defineProduct({
  provider: 'cloudflare',
  product: 'workers',
  title: 'Cloudflare Workers',
  plans: ['paid-standard', 'free'],
  inputs: {
    billableRequests: decimal('Requests', 'a month', { aliases: ['requests', 'invocations', 'executions'] }),
    cpuMs: decimal('CPU time of all', 'ms'),
    cpuMsPerRequest: decimal('CPU time of each', 'ms', { aliases: ['cpuMsEach'] }),
    durationMs: DURATION,
  },
  bill({ billableRequests, cpuMs, cpuMsPerRequest, durationMs }, { plan }) {
    const requests = countCharge('requests', billableRequests, 'requests');
    if (plan === 'free') return { charges: requests };
    const each = cpuMsPerRequest ?? (cpuMs === null ? durationMs : null);
    const cpu = cpuMs ?? (each && times(each, billableRequests ?? ONE));
    const bound = cpuMs === null && cpuMsPerRequest === null && durationMs !== null;
    return {
      charges: [
        ...productCharge('subscription', [[ONE, 'month']]),
        ...requests,
        ...countCharge('cpu-time', cpu, 'ms of CPU'),
      ],
      billedMs: each,
      precision: bound ? 'estimated' : 'exact',
      notes: bound ? ['cpuMs is missing: the whole duration taken, the most it can be'] : [],
    };
  },
});

export const CLOUDFLARE_LOGPUSH = defineProduct({
  provider: 'cloudflare',
  product: 'workers-logpush',
  title: 'Cloudflare Workers Logpush',
  inputs: { requests: decimal('Requests logged', 'a month', { aliases: ['billableRequests'] }) },
  bill: ({ requests }) => ({ charges: countCharge('requests', requests, 'requests') }),
});
