import pino from 'pino';
import { startFaaslens } from '@/collector/main';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { startDemo } from './demo';
import { readyText } from './ready-text';

const FORCED_EXIT_MS = 15_000;

/** `faaslens start [--demo]`: runs until SIGTERM or SIGINT, then stops cleanly and answers 0. */
export async function start(argv: readonly string[], config: Config, { root }: CliContext): Promise<number> {
  const unknown = argv.find((argument) => argument !== '--demo');
  if (unknown) throw new FaaslensError('invalid_input', `start does not know ${unknown}; it takes --demo`);

  const startedAt = performance.now();
  const stopSignal = firstSignal();
  const log = pino({ name: 'faaslens' }, pino.destination(2));
  const running = await startFaaslens({ config, root, log });
  console.log(readyText({ config, root, seconds: (performance.now() - startedAt) / 1000 }));

  const demo = argv.includes('--demo') ? await startDemo(config, root, running.background.calls) : null;
  const signal = await stopSignal;

  console.log(`${signal}: finishing what is under way`);
  setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
  // The demo first: revoking its key needs the background thread.
  await demo?.stop();
  await running.stop();
  return 0;
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    // `on`, not `once`: a terminal and npm both send SIGINT, and the second must not end the process half-way.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
}
