import { type Fraction, fraction, larger, ONE, over, times } from '../fraction';
import { decimal, required } from '../inputs';
import { defineProduct, type Product } from '../product';
import {
  countCharge,
  DURATION,
  INSTANCE_SECONDS,
  MEMORY_INPUTS,
  memoryGb,
  msRoundedTo,
  productCharge,
  REQUESTS,
  requiredGb,
  SECONDS_PER_HOUR,
  toSeconds,
} from './common';

const LEAST_MS = fraction(100);

const RUN_INPUTS = { requests: REQUESTS, durationMs: DURATION, ...MEMORY_INPUTS } as const;

export const DIGITALOCEAN_FUNCTIONS = defineProduct({
  provider: 'digitalocean',
  product: 'functions',
  title: 'DigitalOcean Functions',
  inputs: RUN_INPUTS,
  bill(given) {
    const billedMs = given.durationMs && larger(msRoundedTo(1, given.durationMs), LEAST_MS);
    return {
      charges: productCharge('duration', [
        [given.requests ?? ONE, 'requests'],
        [billedMs && toSeconds(billedMs), 's'],
        [requiredGb(given), 'GiB'],
      ]),
      billedMs,
    };
  },
});

export const ORACLE_FUNCTIONS = defineProduct({
  provider: 'oracle',
  product: 'functions',
  title: 'Oracle Functions',
  inputs: RUN_INPUTS,
  bill: (given) => ({
    charges: [
      ...countCharge('requests', given.requests, 'requests'),
      ...productCharge('duration', [
        [given.requests ?? ONE, 'requests'],
        [given.durationMs && toSeconds(given.durationMs), 's'],
        [given.durationMs && requiredGb(given), 'GB'],
      ]),
    ],
    billedMs: given.durationMs,
  }),
});

export const IBM_CODE_ENGINE = defineProduct({
  provider: 'ibm',
  product: 'code-engine',
  title: 'IBM Code Engine',
  inputs: { ...RUN_INPUTS, vcpu: decimal('Size', 'vCPU'), instanceSeconds: INSTANCE_SECONDS },
  bill(given) {
    const { requests, durationMs, instanceSeconds, vcpu } = given;
    const seconds = instanceSeconds ?? (durationMs && times(requests ?? ONE, toSeconds(durationMs)));
    return {
      charges: [
        ...productCharge('cpu', [
          [seconds, 's'],
          [seconds && required(vcpu, 'vcpu'), 'vCPU'],
        ]),
        ...productCharge('memory', [
          [seconds, 's'],
          [seconds && requiredGb(given), 'GB'],
        ]),
        ...countCharge('requests', requests, 'requests'),
      ],
      billedMs: durationMs,
    };
  },
});

/** The user's own cluster: a share of a node's price, by the larger of the memory and vCPU shares, for the wall-clock time. */
function ownCluster(provider: string, title: string): Product {
  return defineProduct({
    provider,
    product: 'functions',
    title,
    inputs: {
      ...RUN_INPUTS,
      instanceSeconds: INSTANCE_SECONDS,
      vcpu: decimal('Size', 'vCPU'),
      nodePricePerHour: decimal('A node', 'USD an hour'),
      nodeGb: decimal('Memory of a node', 'GB'),
      nodeVcpu: decimal('vCPU of a node', ''),
      pricePerGbSecond: decimal('Own price', 'USD per GB-second'),
    },
    bill(given) {
      const { requests, durationMs, instanceSeconds, vcpu, nodePricePerHour, nodeGb, nodeVcpu } = given;
      const gb = memoryGb(given);
      const seconds = instanceSeconds ?? (durationMs && times(requests ?? ONE, toSeconds(durationMs)));
      const perSecond = nodePricePerHour && over(nodePricePerHour, SECONDS_PER_HOUR);
      const shareOf = (part: Fraction | null, whole: Fraction | null) => part && whole && over(part, whole);
      const ofMemory = shareOf(gb, nodeGb);
      const ofCpu = shareOf(vcpu, nodeVcpu);
      const byCpu = ofCpu !== null && (ofMemory === null || larger(ofCpu, ofMemory) === ofCpu);
      const charge = byCpu
        ? productCharge(
            'cpu',
            [
              [seconds, 's'],
              [vcpu, 'vCPU'],
            ],
            {
              priceUsd: perSecond && nodeVcpu && over(perSecond, nodeVcpu),
            },
          )
        : productCharge(
            'duration',
            [
              [seconds, 's'],
              [gb, 'GB'],
            ],
            {
              priceUsd: given.pricePerGbSecond ?? (perSecond && nodeGb && over(perSecond, nodeGb)),
            },
          );
      return { charges: charge, billedMs: durationMs };
    },
  });
}

export const OWN_CLUSTERS = [
  ownCluster('knative', 'Knative'),
  ownCluster('openfaas', 'OpenFaaS'),
  ownCluster('cluster', 'A cluster of your own'),
] as const;
