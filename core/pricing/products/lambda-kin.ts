import { fraction, ONE, over, plus, times, ZERO } from '../fraction';
import { decimal, missing } from '../inputs';
import { type Charge, defineProduct, say } from '../product';
import { countCharge, DURATION, productCharge, REQUESTS, requiredGb } from './common';
import { LAMBDA_MEMORY } from './lambda-inputs';
import { lambdaBillsInit, lambdaTime, sayTime } from './lambda-time';

const EDGE_1_MS_SINCE = Date.parse('2021-04-01');

export const LAMBDA_EDGE = defineProduct({
  provider: 'aws',
  product: 'lambda-edge',
  title: 'Lambda@Edge',
  inputs: {
    requests: REQUESTS,
    ...LAMBDA_MEMORY,
    durationMs: DURATION,
    billedMs: decimal('Billed time of each', 'ms', { aliases: ['billedDurationMs'] }),
    initMs: decimal('Init of a cold start', 'ms'),
    coldStarts: decimal('Cold starts', 'a month; empty: all'),
    pricePerGbSecond: decimal('Own price', 'USD per GB-second'),
  },
  bill(given, { atMs }) {
    const gb = requiredGb(given);
    const time = lambdaTime({
      ...given,
      count: given.requests ?? ONE,
      step: atMs < EDGE_1_MS_SINCE ? 50 : 1,
      billsInit: lambdaBillsInit(atMs, { packageType: null, runtime: null }),
    });
    const eighths = times(gb, fraction(8));
    return {
      charges: [
        ...countCharge('requests', given.requests, 'requests'),
        {
          meter: 'duration',
          quantity: times(time.seconds, eighths),
          how: `${sayTime(time)} × ${say(gb)} GB in units of 128 MB`,
          priceUsd: given.pricePerGbSecond && over(given.pricePerGbSecond, fraction(8)),
        },
      ],
      billedMs: time.eachMs,
    };
  },
});

export const CLOUDFRONT_FUNCTIONS = defineProduct({
  provider: 'aws',
  product: 'cloudfront-functions',
  title: 'CloudFront Functions',
  inputs: { requests: REQUESTS },
  bill: ({ requests }) => ({ charges: countCharge('invocations', requests, 'invocations') }),
});

export const LAMBDA_MANAGED_INSTANCES = defineProduct({
  provider: 'aws',
  product: 'lambda-managed-instances',
  title: 'Lambda Managed Instances',
  inputs: {
    requests: REQUESTS,
    instanceHours: decimal('Time that instances run', 'hours'),
    instanceSeconds: decimal('Time that instances run', 'seconds'),
    ec2OnDemandPerHour: decimal('EC2 instance on demand', 'USD an hour'),
    ec2EffectivePerHour: decimal('EC2 instance as you pay it', 'USD an hour'),
  },
  bill({ requests, instanceHours, instanceSeconds, ec2OnDemandPerHour, ec2EffectivePerHour }) {
    const hours = instanceHours ?? (instanceSeconds && over(instanceSeconds, fraction(3600)));
    const onDemand = ec2OnDemandPerHour ?? (hours ? missing('ec2OnDemandPerHour') : null);
    const instances = productCharge('ec2-instances', [[hours, 'hours']], {
      priceUsd: ec2EffectivePerHour ?? onDemand,
    });
    const fee = productCharge('management-fee', [
      [hours, 'hours'],
      [onDemand, 'USD of EC2 on demand'],
    ]);
    return { charges: [...countCharge('requests', requests, 'requests'), ...instances, ...fee] };
  },
});

export const LAMBDA_MICROVM = defineProduct({
  provider: 'aws',
  product: 'lambda-microvm',
  title: 'Lambda MicroVMs',
  inputs: {
    peakSeconds: decimal('Time at peak', 'seconds'),
    peakVcpu: decimal('Size at peak', 'vCPU'),
    peakGb: decimal('Size at peak', 'GB'),
    baseSeconds: decimal('Time at base', 'seconds', { aliases: ['instanceSeconds'] }),
    baseVcpu: decimal('Size at base', 'vCPU', { aliases: ['vcpu'] }),
    baseGb: decimal('Size at base', 'GB', { aliases: ['gb'] }),
    suspendResumeCycles: decimal('Suspended and resumed', 'times'),
    launches: decimal('Launched from a snapshot', 'times'),
    snapshotGb: decimal('Snapshot', 'GB'),
    imageStorageGb: decimal('Images kept for the month', 'GB'),
    suspendedGb: decimal('Suspended machines', 'GB'),
    suspendedFractionOfMonth: decimal('Share of the month they are suspended', '', { max: '1' }),
  },
  bill(given) {
    const { suspendResumeCycles, launches, snapshotGb, imageStorageGb, suspendedGb } = given;
    const run = (name: 'peak' | 'base'): readonly Charge[] => {
      const [seconds, vcpu, gb] =
        name === 'peak'
          ? [given.peakSeconds, given.peakVcpu, given.peakGb]
          : [given.baseSeconds, given.baseVcpu, given.baseGb];
      return [
        ...productCharge(
          'vcpu',
          [
            [seconds, 's'],
            [vcpu, 'vCPU'],
          ],
          { line: `vcpu, ${name}` },
        ),
        ...productCharge(
          'memory',
          [
            [seconds, 's'],
            [gb, 'GB'],
          ],
          { line: `memory, ${name}` },
        ),
      ];
    };
    const read = plus(suspendResumeCycles ?? ZERO, launches ?? ZERO);
    const stored = [
      imageStorageGb ?? ZERO,
      times(suspendedGb ?? ZERO, given.suspendedFractionOfMonth ?? ONE),
    ] as const;
    const gbMonths = plus(...stored);
    return {
      charges: [
        ...run('peak'),
        ...run('base'),
        ...productCharge('snapshot-write', [
          [suspendResumeCycles, 'suspended'],
          [snapshotGb, 'GB'],
        ]),
        ...(read.top === 0n
          ? []
          : productCharge('snapshot-read', [
              [read, 'resumed or launched'],
              [snapshotGb, 'GB'],
            ])),
        ...countCharge('snapshot-storage', gbMonths.top === 0n ? null : gbMonths, 'GB-months'),
      ],
    };
  },
});
