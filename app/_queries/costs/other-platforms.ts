import type { PlatformCost } from '@/core/model/advice/platform';
import { type Estimating, estimatedUsd } from './unit-costs';

/** A month of one function's invocations at one size; times are means. */
export interface Traffic {
  readonly invocations: number;
  readonly memoryMb: number;
  readonly durationMs: number;
  readonly waitedMs: number;
}

interface Place {
  readonly name: string;
  readonly note: string;
  readonly request: (traffic: Traffic) => Readonly<Record<string, unknown>>;
}

/** A region with prices that most regions share. */
const PLACES: readonly Place[] = [
  {
    name: 'Google Cloud Run functions',
    note: 'us-central1, one request at a time, the usual vCPU of the memory size',
    request: ({ invocations, memoryMb, durationMs }) => ({
      provider: 'gcp',
      product: 'cloud-run',
      region: 'us-central1',
      requests: Math.round(invocations),
      memoryMb,
      durationMs,
      concurrency: 1,
    }),
  },
  {
    name: 'Azure Functions, Flex Consumption',
    note: 'East US 2, one execution at a time; an active second at least',
    request: ({ invocations, memoryMb, durationMs }) => ({
      provider: 'azure',
      product: 'functions',
      plan: 'flex-consumption',
      region: 'eastus2',
      executions: Math.round(invocations),
      instanceMb: [512, 2048, 4096].find((size) => size >= memoryMb) ?? 4096,
      durationMs,
      concurrency: 1,
    }),
  },
  {
    name: 'Azure Functions, Consumption',
    note: 'East US, all of the memory size in use',
    request: ({ invocations, memoryMb, durationMs }) => ({
      provider: 'azure',
      product: 'functions',
      plan: 'consumption',
      region: 'eastus',
      executions: Math.round(invocations),
      memoryMb: Math.min(memoryMb, 1536),
      durationMs,
    }),
  },
  {
    name: 'Vercel Functions',
    note: 'iad1, one request at a time; CPU for the time without waiting',
    request: ({ invocations, memoryMb, durationMs, waitedMs }) => ({
      provider: 'vercel',
      product: 'functions-fluid',
      region: 'iad1',
      requests: Math.round(invocations),
      memoryMb,
      durationMs,
      cpuMs: durationMs - waitedMs,
      concurrency: 1,
    }),
  },
];

/** What the same traffic costs per month elsewhere. */
export function otherPlatforms(traffic: readonly Traffic[], estimating: Estimating): readonly PlatformCost[] {
  const ofPlaces = PLACES.map(({ name, note, request }) => {
    const costs = traffic.map((one) => estimatedUsd(rounded(request(one)), estimating));
    return { name, note, monthly: sumOrNull(costs) };
  });
  // One subscription for all functions together.
  const requests = traffic.reduce((sum, one) => sum + one.invocations, 0);
  const cpuMs = traffic.reduce((sum, one) => sum + one.invocations * (one.durationMs - one.waitedMs), 0);
  const workers = estimatedUsd(
    rounded({ provider: 'cloudflare', product: 'workers', requests: Math.round(requests), cpuMs }),
    estimating,
  );
  const note = 'with the subscription; CPU for the time without waiting, at most 128 MB';
  return [...ofPlaces, { name: 'Cloudflare Workers', monthly: workers, note }];
}

/** The engine accepts decimals, not exponents. */
function rounded(request: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? Math.max(0, value).toFixed(6) : value,
    ]),
  );
}

function sumOrNull(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce((sum: number | null, one) => (sum === null || one === null ? null : sum + one), 0);
}
