import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BackgroundHandlers } from '@/collector/background/background';
import { asksForKey } from '@/core/auth/asks-for-key';
import type { Config } from '@/core/config';
import type { Remote } from '@/core/thread/calls';
import { urlOf } from './ready-text';

const DEMO_RULE = 'Too many errors';

const ENVIRONMENT = 'demo';
/** The hour that screens show at first, and the one before, which they compare it with. */
const HISTORY_MINUTES = 120;

type Calls = Pick<
  Remote<BackgroundHandlers>,
  'listRules' | 'createRule' | 'createKey' | 'revokeKey' | 'environments'
>;

/** Traffic from the example functions, in a process of its own. */
export interface Demo {
  stop(): Promise<void>;
}

/**
 * Starts the demo: an alert rule, so that the alert screen has something to show, and traffic until it is stopped. Where
 * none was stored yet, it begins with two hours of the past.
 */
export async function startDemo(config: Config, root: string, calls: Calls): Promise<Demo> {
  if (!(await calls.listRules()).some(({ name }) => name === DEMO_RULE)) await calls.createRule(demoRule());
  const made = asksForKey(config) ? await calls.createKey({ name: 'demo', scope: 'ingest' }) : null;
  const isFirst = !(await calls.environments()).includes(ENVIRONMENT);
  const past = isFirst ? ['--history-minutes', String(HISTORY_MINUTES)] : [];
  const child = spawn(process.execPath, [join(root, 'examples', 'demo.mjs'), ...past], {
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
    filter: { environment: ENVIRONMENT },
    condition: { kind: 'threshold', threshold: 0.1, recovery: 0.05 },
    minSamples: 10,
    // It fires at the first bad minute and resolves soon, for whoever watches.
    points: { breaching: 1, of: 1, clear: 5 },
  } as const;
}
