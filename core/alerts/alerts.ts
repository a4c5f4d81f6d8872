import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { RandomBytes } from '../settings/ids';
import type { OpenSettings } from '../settings/index';
import { createDeliverer } from './deliver';
import { evaluateOnce, type LoopOptions } from './loop';
import type { ConnectOptions } from './notify/exchange';
import { createPruner } from './prune';
import type { Evaluator } from './round';

/** Points are whole minutes; to look often costs little and tells early. */
const EVALUATE_EVERY_MS = 5000;
/** The dashboard queues test messages and resends too, so the outbox is looked at often. */
const DELIVER_EVERY_MS = 1000;
const STOP_GRACE_MS = 2000;

export interface AlertsOptions {
  readonly config: Pick<Config, 'publicUrl' | 'host' | 'port' | 'allowPrivateWebhooks'>;
  readonly settings: Pick<OpenSettings, 'listRules' | 'memory' | 'outbox'>;
  readonly evaluator: Evaluator;
  /** Faaslens' own figures, as far as the caller knows them; none unless told. */
  readonly self?: LoopOptions['self'];
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly evaluateEveryMs?: number;
  readonly deliverEveryMs?: number;
  /** How endpoints are reached; for tests. */
  readonly connect?: Pick<ConnectOptions, 'timeoutMs' | 'resolve' | 'ca'>;
  readonly now?: () => number;
  /** 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
  readonly randomBytes?: RandomBytes;
}

export interface Alerts {
  start(): void;
  /** Ends the rounds, lets attempts under way finish for a moment and cuts the rest, which are made again later. */
  stop(): Promise<void>;
  /** One round of evaluation now; rejects when it could not be made. */
  evaluateNow(): Promise<void>;
  /** Sends what is due now and resolves when the attempts are recorded. */
  deliverNow(): Promise<void>;
}

/** The alert loop: evaluates rules, keeps incidents, delivers their messages and removes old ones. Belongs to a worker thread. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { config, settings, log } = options;
  const now = options.now ?? Date.now;
  const warn = (facts: object, text: string) => log.warn(facts, text);
  const deliverer = createDeliverer({
    outbox: settings.outbox,
    connect: { ...options.connect, allowPrivate: config.allowPrivateWebhooks },
    baseUrl: dashboardUrl(config),
    now,
    random: options.random ?? Math.random,
    warn,
  });
  const loop: LoopOptions = {
    rules: settings,
    memory: settings.memory,
    evaluator: options.evaluator,
    self: options.self ?? (async () => ({})),
    baseUrl: dashboardUrl(config),
    now,
    random: options.randomBytes ?? randomBytes,
    warn,
  };
  const pruner = createPruner({ outbox: settings.outbox, now, warn });
  let round: Promise<void> = Promise.resolve();
  let evaluatedUntil: number | null = null;
  let timers: NodeJS.Timeout[] = [];

  /** Rounds never overlap: two would both see the same group before its transition. */
  function evaluateNow(): Promise<void> {
    const result = round.then(async () => {
      const { transitions, ...outcome } = await evaluateOnce(loop, evaluatedUntil);
      evaluatedUntil = outcome.evaluatedUntil;
      if (transitions === 0) return;
      log.info({ transitions }, 'alerts changed');
      await deliverer.pump();
    });
    round = result.catch(() => undefined).then(() => pruner.prune());
    return result;
  }

  return {
    evaluateNow,
    start() {
      let evaluating = false;
      const evaluate = () => {
        if (evaluating) return;
        evaluating = true;
        evaluateNow()
          .catch((err: unknown) => warn({ err }, 'alert rules could not be evaluated; trying again'))
          .finally(() => {
            evaluating = false;
          });
      };
      timers = [
        setInterval(evaluate, options.evaluateEveryMs ?? EVALUATE_EVERY_MS),
        setInterval(() => void deliverer.pump(), options.deliverEveryMs ?? DELIVER_EVERY_MS),
      ];
      evaluate();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      timers = [];
      await round;
      await deliverer.stop(STOP_GRACE_MS);
    },
    async deliverNow() {
      await deliverer.pump();
      await deliverer.idle();
    },
  };
}

/** Where people open the dashboard: the public address, else the one it listens on. */
function dashboardUrl({ publicUrl, host, port }: AlertsOptions['config']): string {
  if (publicUrl !== null) return publicUrl;
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
