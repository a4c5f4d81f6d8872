import type { FunctionView } from '@/core/model/views';
import { costPerThousand } from '../overview/changed-most';

/** Each column that can order the table, with the figure it orders by. */
const FIGURES = {
  name: (one) => one.name.toLowerCase(),
  provider: (one) => one.provider,
  region: (one) => one.region,
  runtime: (one) => one.runtime,
  architecture: (one) => one.architecture,
  memory: (one) => one.memoryMb,
  timeout: (one) => one.timeoutMs,
  version: (one) => one.version,
  invocations: (one) => one.invocations,
  errors: (one) => one.errorRate,
  throttles: (one) => one.throttles,
  p50: (one) => one.durationMs.p50,
  p95: (one) => one.durationMs.p95,
  p99: (one) => one.durationMs.p99,
  cold: (one) => one.coldStartRate,
  memoryUsed: (one) => one.memoryShare.max,
  per1000: costPerThousand,
  cost: (one) => (one.costUsd === null ? null : Number(one.costUsd)),
} as const satisfies Record<string, (one: FunctionView) => string | number | null>;

export type OrderKey = keyof typeof FIGURES;

/** Texts are usually read from their beginning, figures from the greatest. */
const TEXTS: ReadonlySet<OrderKey> = new Set<OrderKey>([
  'name',
  'provider',
  'region',
  'runtime',
  'architecture',
  'version',
]);

export interface Order {
  readonly key: OrderKey;
  readonly direction: 'ascending' | 'descending';
}

export const DEFAULT_ORDER: Order = { key: 'invocations', direction: 'descending' };

/** Reads `cost` (descending) or `cost.asc` from the URL; anything else is the default order. */
export function parseOrder(text: string | undefined): Order {
  const [name, suffix] = (text ?? '').split('.');
  const key = (Object.keys(FIGURES) as OrderKey[]).find((one) => one === name);
  return key === undefined
    ? DEFAULT_ORDER
    : { key, direction: suffix === 'asc' ? 'ascending' : 'descending' };
}

/** The URL's text for a click on a column: the other direction if it orders already, else its natural one. */
export function nextOrder(key: OrderKey, current: Order): string {
  const natural = TEXTS.has(key) ? 'ascending' : 'descending';
  const direction =
    current.key !== key ? natural : current.direction === 'ascending' ? 'descending' : 'ascending';
  return direction === 'ascending' ? `${key}.asc` : key;
}

/** A sorted copy. Unknown figures come last in both directions; ties are by name. */
export function ordered(functions: readonly FunctionView[], order: Order): FunctionView[] {
  const figure = FIGURES[order.key];
  const sign = order.direction === 'ascending' ? 1 : -1;
  return [...functions].sort((a, b) => {
    const [left, right] = [figure(a), figure(b)];
    if (left === null || right === null) return left === right ? byName(a, b) : left === null ? 1 : -1;
    if (left === right) return byName(a, b);
    return left < right ? -sign : sign;
  });
}

function byName(a: FunctionView, b: FunctionView): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
