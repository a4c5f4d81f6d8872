import type { ConcurrencyLimit } from '@/core/model/concurrency-limit';
import type { FunctionIdentity } from '@/core/model/invocation';
import type { ConcurrencyLimitView } from '@/core/model/views';
import { services } from './door';
import { isoTime } from './views/time';

/** All limits that people entered, by place. */
export async function listConcurrencyLimits(): Promise<readonly ConcurrencyLimitView[]> {
  const { settings } = await services();
  return (await settings.listConcurrencyLimits()).map(toLimitView);
}

/** The limit of the place where a function runs; null if nobody entered it. */
export async function limitOf({
  provider,
  accountId,
  region,
}: Pick<FunctionIdentity, 'provider' | 'accountId' | 'region'>): Promise<ConcurrencyLimitView | null> {
  const isHere = (one: ConcurrencyLimitView) =>
    one.provider === provider && one.accountId === accountId && one.region === region;
  return (await listConcurrencyLimits()).find(isHere) ?? null;
}

export function toLimitView({ statedAt, ...limit }: ConcurrencyLimit): ConcurrencyLimitView {
  return { ...limit, statedAt: isoTime(statedAt) };
}
