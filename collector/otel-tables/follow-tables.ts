import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { OtelRows, OtelSignal, OtelTables } from '@/core/store/otel-tables';
import type { Ingest } from '../ingest/ingest';
import { logSeldom } from '../log-seldom';
import { followSignal } from './follow-signal';
import { rowsToOtlp } from './rows-to-otlp';

const EVERY_MS = 5_000;
/** How long an obtained turn is trusted; the lease lasts three times as long. */
const TURN_MS = 4_000;
const SENDER = 'otel tables';
const SIGNALS = ['traces', 'logs'] as const satisfies readonly OtelSignal[];

export interface FollowTablesOptions {
  readonly tables: OtelTables;
  readonly ingest: Pick<Ingest, 'submit'>;
  /** Whether this process is the reader among all that share the settings; called repeatedly. */
  readonly takeTurn: () => Promise<boolean>;
  readonly log: Logger;
  /** Retention of telemetry in days; null: unlimited. */
  readonly keptDays: number | null;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly everyMs?: number;
}

/**
 * Reads what the OpenTelemetry Collector wrote to ClickHouse and submits it as if it had been received. Failures are logged
 * and retried.
 */
export function followTables({
  tables,
  ingest,
  takeTurn,
  log,
  keptDays,
  now = Date.now,
  everyMs = EVERY_MS,
}: FollowTablesOptions): { stop(): Promise<void> } {
  const ending = new AbortController();
  const seldom = logSeldom(log, now);
  let heldAt = Number.NEGATIVE_INFINITY;

  const hasTurn = async () => {
    if (now() - heldAt >= TURN_MS) heldAt = (await takeTurn()) ? now() : Number.NEGATIVE_INFINITY;
    return heldAt !== Number.NEGATIVE_INFINITY;
  };
  const requireTurn = async () => {
    ending.signal.throwIfAborted();
    if (!(await hasTurn())) throw new FaaslensError('conflict', 'another process reads the tables by now');
  };

  const handOver = async (read: OtelRows): Promise<void> => {
    try {
      const { rejected } = await ingest.submit(read.signal, 'json', rowsToOtlp(read), SENDER);
      if (rejected.count > 0)
        seldom(`rows of the OpenTelemetry Collector were not kept: ${read.signal}`, {
          count: rejected.count,
          reason: rejected.message,
        });
    } catch (error) {
      if (!isFaaslensError(error) || (error.code !== 'too_large' && error.code !== 'invalid_input'))
        throw error;
      if (read.rows.length > 1) for (const half of halves(read)) await handOver(half);
      else
        seldom(`a row of the OpenTelemetry Collector cannot be read: ${read.signal}`, {
          reason: error.message,
        });
    }
  };

  const followed = SIGNALS.map((signal) => ({
    signal,
    follower: followSignal({
      tables,
      signal,
      handOver,
      requireTurn,
      now,
      keptSinceMs: () => (keptDays === null ? 0 : now() - keptDays * 86_400_000),
    }),
  }));
  const turnOf = async ({ signal, follower }: (typeof followed)[number]): Promise<boolean> => {
    try {
      if (await hasTurn()) return await follower.turn();
    } catch (error) {
      if (ending.signal.aborted) return false;
      const reason = error instanceof Error ? error.message : String(error);
      seldom(`the tables of the OpenTelemetry Collector cannot be read: ${signal}`, { reason });
    }
    if (heldAt === Number.NEGATIVE_INFINITY) follower.forget();
    return false;
  };
  const turns = (async () => {
    while (!ending.signal.aborted) {
      let isMore = false;
      for (const one of followed) isMore = (await turnOf(one)) || isMore;
      if (!isMore) await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => {});
    }
  })();

  return {
    async stop() {
      ending.abort();
      await turns;
      await tables.close();
    },
  };
}

/** Splits rows after a failure, so that one bad row does not keep its neighbours from being read. */
function halves(read: OtelRows): readonly OtelRows[] {
  const middle = Math.ceil(read.rows.length / 2);
  return read.signal === 'traces'
    ? [
        { signal: read.signal, rows: read.rows.slice(0, middle) },
        { signal: read.signal, rows: read.rows.slice(middle) },
      ]
    : [
        { signal: read.signal, rows: read.rows.slice(0, middle) },
        { signal: read.signal, rows: read.rows.slice(middle) },
      ];
}
