import pino from 'pino';
import { type Running, startFaaslens } from '@/collector/main';
import { asksForKey } from '@/core/auth/asks-for-key';
import { addressOf, linkUrl } from '@/core/auth/own-address';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { startDemo } from './demo';
import { readyText } from './ready-text';
import { firstSignal } from './signals';

/** `faaslens start [--demo]`: runs until SIGTERM or SIGINT, then stops cleanly and answers 0. */
export async function start(argv: readonly string[], config: Config, { root }: CliContext): Promise<number> {
  const unknown = argv.find((argument) => argument !== '--demo');
  if (unknown) throw new FaaslensError('invalid_input', `start does not know ${unknown}; it takes --demo`);

  const startedAt = performance.now();
  const stopSignal = firstSignal();
  const log = pino({ name: 'faaslens' }, pino.destination(2));
  const running = await startFaaslens({ config, root, log });
  console.log(readyText({ config, root, seconds: (performance.now() - startedAt) / 1000 }));

  if (asksForKey(config)) await printSetupLink(config, running);

  const demo = argv.includes('--demo') ? await startDemo(config, root, running.background.calls) : null;
  const signal = await stopSignal;

  console.log(`${signal}: finishing what is in progress`);
  // The demo first: revoking its key needs the background thread.
  await demo?.stop();
  await running.stop();
  return 0;
}

/** As long as nobody can sign in, every start makes a new link for the first admin. */
async function printSetupLink(config: Config, { background }: Running): Promise<void> {
  const link = await background.calls.createSetupLink();
  if (link === null) return;
  console.log('Nobody can sign in yet. This link makes the first admin, once, within a day:');
  console.log(`  ${linkUrl(addressOf(config), link.token)}\n`);
}
