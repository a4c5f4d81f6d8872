import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDoor } from '@/core/auth/authorize';
import { createSignInLimits } from '@/core/auth/sign-in-limits';
import { loadConfig } from '@/core/config';
import { refuseUntilDatabaseIsUp } from '@/core/database/brought-up';
import { bindServices } from './bound-services';
import { currentAccess } from './current-access';
import { knowPrices } from './known-prices';
import type { Services } from './services';

export type { Services } from './services';

const KEY = Symbol.for('faaslens.services');
const shared: typeof globalThis & { [KEY]?: Promise<Services> } = globalThis;

/**
 * The services for the caller: for a key or user bound to one environment, all others do not exist. Throws if the
 * door does not let the request read.
 */
export async function services(): Promise<Services> {
  const open = await allServices();
  return bindServices(open, await currentAccess(open.door));
}

/** The process's services, without a check of access; opened by the first caller. For the door itself and what precedes it. */
export function allServices(): Promise<Services> {
  shared[KEY] ??= openServices().catch((error: unknown) => {
    delete shared[KEY];
    throw error;
  });
  return shared[KEY];
}

/** Replaces the process's services, for a test with its own database. */
export function provideServices(provided: Services): void {
  shared[KEY] = Promise.resolve(provided);
}

async function openServices(): Promise<Services> {
  refuseUntilDatabaseIsUp();
  const config = loadConfig();
  // Outside Next's bundle, so that the driver and the workers are found where they were installed.
  const url = pathToFileURL(join(/* turbopackIgnore: true */ config.distDir, 'data.js')).href;
  const { openData }: typeof import('@/core/data/index') = await import(/* turbopackIgnore: true */ url);
  const data = openData(config);
  const door = createDoor({
    config,
    findKey: (secret) => data.settings.findKey(secret),
    findSession: (token) => data.settings.findSession(token),
  });
  const prices = knowPrices(data.settings, Date.now);
  return {
    ...data,
    settings: { ...data.settings, ...prices.settings },
    costLines: prices.costLines,
    config,
    door,
    signInLimits: createSignInLimits(),
    now: Date.now,
  };
}
