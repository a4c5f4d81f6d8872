import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnCli } from './cli';
import { makeRequest, seeded } from './kill-load';
import type { Ledger } from './ledger';
import { launchService, type Service, type ServiceOptions, untilTaking } from './service';

/** What is under way when the service is killed. */
export const MOMENTS = ['ingest', 'checkpoint', 'retention', 'backup', 'start'] as const;
export type Moment = (typeof MOMENTS)[number];

const SENDERS = 5;
/** The log is brought into the file whenever 4 MiB of it are new; a kill then meets that. */
const CHECKPOINT_BYTES = 4_000_000;
const LONGEST_LOAD_MS = 15_000;

/**
 * Starts the service over the folder, brings the moment about, and kills it then. Answers how long it took until it
 * took telemetry again after the kill before; null where it was killed while it started.
 */
export async function killAt(
  moment: Moment,
  options: ServiceOptions & { readonly dataDir: string },
  ledger: Ledger,
  seed: number,
): Promise<number | null> {
  const random = seeded(seed);
  const started = performance.now();
  const service = await launchService(options);
  if (moment === 'start') {
    // Migrating, opening and the first commits are somewhere in the first second and a half.
    await pause(random() * 1500);
    await service.stop('SIGKILL');
    return null;
  }
  await untilTaking(service);
  const readyMs = performance.now() - started;
  const senders = load(service, ledger, seed);
  await reach(moment, service, ledger, random);
  await pause(random() * 60);
  await service.stop('SIGKILL');
  await senders;
  return readyMs;
}

async function load(service: Service, ledger: Ledger, seed: number): Promise<void> {
  const sender = async (_: unknown, number: number) => {
    const random = seeded(seed + 1 + number);
    while (await ledger.send(service.otlp, ledger.toRepeat(random) ?? makeRequest(random)));
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

async function reach(moment: Moment, service: Service, ledger: Ledger, random: () => number): Promise<void> {
  if (moment === 'backup') {
    const name = `backup-${Date.now()}.db`;
    const child = spawnCli(service, ['backup', join(service.dataDir, name)]);
    // While it is copied it has a longer name.
    const hasBegun = () => readdirSync(service.dataDir).some((one) => one.startsWith(name));
    await within(() => hasBegun() || child.exitCode !== null);
    if (random() < 0.5) child.kill('SIGKILL');
    return;
  }
  if (moment === 'checkpoint') {
    const log = join(service.dataDir, 'faaslens.db-wal');
    await within(() => existsSync(log) && statSync(log).size > CHECKPOINT_BYTES);
    return;
  }
  // Retention begins by itself soon after the start, and goes on for as long as there is something old.
  const wanted = ledger.acknowledgements() + Math.floor(random() * 40);
  await within(() => ledger.acknowledgements() >= wanted);
}

async function within(reached: () => boolean): Promise<void> {
  const until = Date.now() + LONGEST_LOAD_MS;
  while (!reached() && Date.now() < until) await pause(2);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
