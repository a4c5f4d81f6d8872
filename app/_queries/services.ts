import type { Door } from '@/core/auth/authorize';
import type { SignInLimits } from '@/core/auth/sign-in-limits';
import type { Config } from '@/core/config';
import type { Data } from '@/core/data/index';
import type { KnownPrices } from './known-prices';

/** The services that every query and change of the dashboard uses. */
export interface Services extends Data, Pick<KnownPrices, 'costLines'> {
  readonly config: Config;
  readonly door: Door;
  readonly signInLimits: SignInLimits;
  now(): number;
}
