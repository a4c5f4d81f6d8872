import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { addressOf } from '../auth/own-address';
import type { Config } from '../config';
import type { RandomBytes } from '../settings/ids';
import type { OpenSettings } from '../settings/index';
import { LEASE_MS, type Lease } from '../settings/lease';
import { createDeliverer } from './deliver';
import { evaluateOnce, type LoopOptions } from './loop';
import type { ConnectOptions } from './notify/exchange';
import { createPruner } from './prune';
import { quietNow } from './quiet-now';
import type { Evaluator } from './round';

/** Points are whole minutes; to look often costs little and tells early. */
const EVALUATE_EVERY_MS = 5000;
/** The dashboard queues test messages and resends too, so the outbox is looked at often. */
const DELIVER_EVERY_MS = 1000;
const STOP_GRACE_MS = 2000;
const RENEW_EVERY_MS = 3000;

export interface AlertsOptions {
  readonly config: Pick<Config, 'publicUrl' | 'host' | 'port' | 'tls' | 'allowPrivateWebhooks'>;
  readonly settings: Pick<OpenSettings, 'listRules' | 'memory' | 'outbox'>;
  readonly evaluator: Evaluator;
  /** Shared with other processes that could do the same; none, when there are no others. */
  readonly lease?: Pick<Lease, 'take' | 'renew' | 'release'> | undefined;
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
    mayStart: mayDeliver,
    whatIsQuiet: async () => quietNow(await settings.listRules(), await settings.memory.listStates(), now()),
    connect: { ...options.connect, allowPrivate: config.allowPrivateWebhooks },
    baseUrl: addressOf(config),
    now,
    random: options.random ?? Math.random,
    warn,
  });
  const loop: LoopOptions = {
    rules: settings,
    memory: settings.memory,
    evaluator: options.evaluator,
    self: options.self ?? (async () => ({})),
    baseUrl: addressOf(config),
    now,
    random: options.randomBytes ?? randomBytes,
    warn,
  };
  const pruner = createPruner({ outbox: settings.outbox, now, warn });
  let round: Promise<void> = Promise.resolve();
  let evaluatedUntil: number | null = null;
  let timers: NodeJS.Timeout[] = [];
  const { lease } = options;
  let isHolder = lease === undefined;
  let askedAt = 0;

  /** While the database cannot be written, nobody else can take the lease either: who had it goes on. */
  async function mayGoOn(by: 'take' | 'renew'): Promise<boolean> {
    if (lease === undefined) return true;
    askedAt = now();
    try {
      const holds = await lease[by]();
      // Another process may have evaluated meanwhile: the database knows until when.
      if (holds && !isHolder) evaluatedUntil = null;
      if (holds !== isHolder) log.info({ holds }, 'the lease of the alerts has changed hands');
      isHolder = holds;
    } catch (err) {
      warn({ err }, 'the lease of the alerts cannot be renewed; trying again');
    }
    return isHolder;
  }

  /** Whoever was held up for long, or has lost the lease, would send what another process sends too. */
  async function mayDeliver(): Promise<boolean> {
    const isSure = lease === undefined || !isHolder || Math.abs(now() - askedAt) < LEASE_MS / 2;
    return isSure ? isHolder : mayGoOn('renew');
  }

  /** Rounds never overlap: two would both see the same group before its transition. */
  function evaluateNow(): Promise<void> {
    const result = round.then(async () => {
      if (!(await mayGoOn('take'))) return;
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
        setInterval(() => {
          if (isHolder) void deliverer.pump();
        }, options.deliverEveryMs ?? DELIVER_EVERY_MS),
        // A round may last longer than the lease.
        setInterval(() => {
          if (isHolder) void mayGoOn('renew');
        }, RENEW_EVERY_MS),
      ];
      evaluate();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      timers = [];
      await round;
      await deliverer.stop(STOP_GRACE_MS);
      if (isHolder)
        await lease?.release().catch((err: unknown) => warn({ err }, 'the lease runs out by itself'));
    },
    async deliverNow() {
      await deliverer.pump();
      await deliverer.idle();
    },
  };
}
