import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDoor, type Door } from '@/core/auth/authorize';
import { type Config, loadConfig } from '@/core/config';
import type { Data } from '@/core/data/index';

/** What every question and every change of the dashboard goes through. */
export interface Services extends Data {
  readonly config: Config;
  readonly door: Door;
  now(): number;
}

const KEY = Symbol.for('faaslens.services');
const shared: typeof globalThis & { [KEY]?: Promise<Services> } = globalThis;

/** The process's services; opened by the first caller, whichever of Next's bundles it is in. */
export function services(): Promise<Services> {
  shared[KEY] ??= openServices().catch((error: unknown) => {
    delete shared[KEY];
    throw error;
  });
  return shared[KEY];
}

/** Gives the process other services: for a test with a database of its own. */
export function provideServices(provided: Services): void {
  shared[KEY] = Promise.resolve(provided);
}

async function openServices(): Promise<Services> {
  const config = loadConfig();
  // Outside Next's bundle, so that the driver and the workers are found where they were installed.
  const url = pathToFileURL(join(/* turbopackIgnore: true */ config.distDir, 'data.js')).href;
  const { openData }: typeof import('@/core/data/index') = await import(/* turbopackIgnore: true */ url);
  const data = openData(config);
  const door = createDoor({ config, findKey: (secret) => data.settings.findKey(secret) });
  return { ...data, config, door, now: Date.now };
}
