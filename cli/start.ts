import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pino from 'pino';
import { startFaaslens } from '@/collector/main';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { prepareDemo } from './demo';
import { readyText, urlOf } from './ready-text';

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
  if (demo && demo.exitCode === null) {
    demo.kill('SIGTERM');
    await once(demo, 'exit');
  }
  await running.stop();
  return 0;
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

async function startDemo(
  config: Config,
  root: string,
  calls: Parameters<typeof prepareDemo>[1],
): Promise<ChildProcess> {
  const { headers } = await prepareDemo(config, calls);
  const demo = spawn(process.execPath, [join(root, 'examples', 'demo.mjs')], {
    cwd: root,
    env: {
      ...config.inherited,
      ...headers,
      OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(config.host, config.otlpHttpPort),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return demo;
}
