import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BackgroundHandlers } from '@/collector/background/background';
import { asksForKey } from '@/core/auth/asks-for-key';
import type { Config } from '@/core/config';
import type { Remote } from '@/core/thread/calls';
import { urlOf } from './ready-text';

const DEMO_RULE = 'Too many errors';

type Calls = Pick<Remote<BackgroundHandlers>, 'listRules' | 'createRule' | 'createKey' | 'revokeKey'>;

/** Traffic from the example functions, in a process of its own. */
export interface Demo {
  stop(): Promise<void>;
}

/** Starts the demo: an alert rule, so that the alert screen has something to show, and traffic until it is stopped. */
export async function startDemo(config: Config, root: string, calls: Calls): Promise<Demo> {
  if (!(await calls.listRules()).some(({ name }) => name === DEMO_RULE)) await calls.createRule(demoRule());
  const made = asksForKey(config) ? await calls.createKey({ name: 'demo', scope: 'ingest' }) : null;
  const child = spawn(process.execPath, [join(root, 'examples', 'demo.mjs')], {
    cwd: root,
    env: {
      ...config.inherited,
      OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(config, config.otlpHttpPort),
      ...(made && {
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(`Bearer ${made.secret}`)}`,
      }),
    } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.once('error', (error) => console.error(`faaslens: the demo could not be started: ${error.message}`));
  return {
    async stop() {
      await Promise.all([end(child), made && calls.revokeKey(made.key.id)]);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function demoRule() {
  return {
    name: DEMO_RULE,
    figure: 'error_rate',
    filter: { environment: 'demo' },
    condition: { kind: 'threshold', threshold: 0.1, recovery: 0.05 },
    minSamples: 10,
  } as const;
}
