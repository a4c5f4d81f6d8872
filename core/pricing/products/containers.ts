import { type Fraction, fraction, larger, ONE, roundUp, times } from '../fraction';
import { decimal, required } from '../inputs';
import { defineProduct } from '../product';
import {
  countCharge,
  INSTANCE_SECONDS,
  MEMORY_INPUTS,
  memoryGb,
  productCharge,
  REQUESTS,
  requiredGb,
  toHours,
} from './common';

const VCPU = decimal('Size', 'vCPU');
const COUNT = decimal('Instances (1 when left out)', '', { aliases: ['tasks'] });
const A_MINUTE = fraction(60);
const TEN_MS = fraction('0.01');

/** Both sizes of an instance, which are required once its running time is given. */
function sizeOf(
  seconds: Fraction | null,
  given: { readonly vcpu: Fraction | null; readonly memoryMb: Fraction | null; readonly gb: Fraction | null },
): { readonly vcpu: Fraction | null; readonly gb: Fraction | null } {
  return seconds === null
    ? { vcpu: given.vcpu, gb: memoryGb(given) }
    : { vcpu: required(given.vcpu, 'vcpu'), gb: requiredGb(given) };
}

const HOURLY = { instanceSeconds: INSTANCE_SECONDS, instances: COUNT, vcpu: VCPU, ...MEMORY_INPUTS } as const;

export const FARGATE = defineProduct({
  provider: 'aws',
  product: 'fargate',
  title: 'Fargate',
  inputs: HOURLY,
  bill(given) {
    const { instanceSeconds, instances } = given;
    const { vcpu, gb } = sizeOf(instanceSeconds, given);
    const hours = instanceSeconds && toHours(larger(roundUp(instanceSeconds, ONE), A_MINUTE));
    const count = [instances ?? ONE, 'tasks'] as const;
    return {
      charges: [
        ...productCharge('vcpu', [count, [hours, 'h'], [vcpu, 'vCPU']]),
        ...productCharge('memory', [count, [hours, 'h'], [gb, 'GB']]),
      ],
    };
  },
});

export const APP_RUNNER = defineProduct({
  provider: 'aws',
  product: 'app-runner',
  title: 'App Runner',
  inputs: HOURLY,
  bill(given) {
    const { instanceSeconds, instances } = given;
    const { vcpu, gb } = sizeOf(instanceSeconds, given);
    const hours = instanceSeconds && toHours(instanceSeconds);
    const count = [instances ?? ONE, 'instances'] as const;
    return {
      charges: [
        ...productCharge('vcpu', [count, [hours, 'h'], [vcpu, 'vCPU']]),
        ...productCharge('memory', [count, [hours, 'h'], [gb, 'GB']]),
      ],
    };
  },
});

export const CLOUDFLARE_CONTAINERS = defineProduct({
  provider: 'cloudflare',
  product: 'containers',
  title: 'Cloudflare Containers',
  inputs: { ...HOURLY, diskGb: decimal('Disk', 'GB') },
  bill(given) {
    const { instanceSeconds, instances, diskGb } = given;
    const { vcpu, gb } = sizeOf(instanceSeconds, given);
    const seconds = instanceSeconds && roundUp(times(instanceSeconds, instances ?? ONE), TEN_MS);
    return {
      charges: [
        ...productCharge('memory', [
          [seconds, 's'],
          [gb, 'GiB'],
        ]),
        ...productCharge('cpu', [
          [seconds, 's'],
          [vcpu, 'vCPU'],
        ]),
        ...productCharge('disk', [
          [seconds, 's'],
          [diskGb, 'GB'],
        ]),
      ],
    };
  },
});

export const AZURE_CONTAINER_APPS = defineProduct({
  provider: 'azure',
  product: 'container-apps',
  title: 'Azure Container Apps',
  inputs: {
    requests: REQUESTS,
    instanceSeconds: decimal('Time that instances are active', 'seconds'),
    idleSeconds: decimal('Time that instances are idle', 'seconds'),
    vcpu: VCPU,
    ...MEMORY_INPUTS,
  },
  bill(given) {
    const { requests, instanceSeconds, idleSeconds } = given;
    const { vcpu, gb: gib } = sizeOf(instanceSeconds ?? idleSeconds, given);
    return {
      charges: [
        ...countCharge('requests', requests, 'requests'),
        ...productCharge('vcpu-active', [
          [instanceSeconds, 's'],
          [vcpu, 'vCPU'],
        ]),
        ...productCharge('vcpu-idle', [
          [idleSeconds, 's idle'],
          [vcpu, 'vCPU'],
        ]),
        ...productCharge('memory', [
          [instanceSeconds, 's'],
          [gib, 'GiB'],
        ]),
        ...productCharge(
          'memory',
          [
            [idleSeconds, 's idle'],
            [gib, 'GiB'],
          ],
          { line: 'memory, idle', freeUnits: fraction(0) },
        ),
      ],
    };
  },
});
