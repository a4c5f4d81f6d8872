import type { Logger } from 'pino';
import type { Access, Door, RequestFacts } from '@/core/auth/authorize';
import type { Config } from '@/core/config';
import type { Holding, Ingest } from '../ingest/ingest';
import { logSeldom } from '../log-seldom';
import { createIntakeMeter, type IntakeMeter } from '../metrics/intake-meter';
import type { Encoding } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import { MAX_BODY_BYTES, type OutputLimits } from './body-limits';
import { ByteBudget } from './byte-budget';
import { decompress } from './decompress';
import { FairTurns } from './fair-turns';
import { noteIgnoredPoints } from './ignored-points';
import { KeyQuotas } from './key-limits';
import type { Coding } from './media';

export interface IntakeOptions {
  readonly config: Pick<Config, 'keyLimits'>;
  readonly ingest: Ingest;
  readonly door: Door;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly limits?: Partial<IntakeLimits>;
  /** Counts incoming telemetry for `/metrics`. */
  readonly meter?: IntakeMeter;
}

export interface IntakeLimits {
  /** Bytes of one body, on the wire and decompressed. */
  readonly bodyBytes: number;
  /** Bytes of all bodies in progress together, from their first byte until they are stored. */
  readonly inFlightBytes: number;
}

/** One request with telemetry, over any protocol. */
export interface Export {
  readonly signal: Holding;
  readonly encoding: Encoding;
  /** The sender's address, for logs. */
  readonly remote: string;
  /** The announced size in bytes (0 if unknown), and whether the body is compressed. */
  readonly announced: { readonly bytes: number; readonly isCompressed: boolean };
  /** Reads the body and says how it is compressed; called once, when the sender may send it. */
  read(limits: OutputLimits): Promise<{ readonly body: Uint8Array; readonly coding: Coding }>;
}

/**
 * What every request with telemetry passes through, whether OTLP over HTTP, OTLP over gRPC or a platform feed: the door,
 * quotas, the memory budget, decompression, the store.
 */
export interface Intake {
  /** Decides by the headers alone. @throws FaaslensError as `Door.authorize` does. */
  authorize(request: RequestFacts): Promise<Access>;
  /**
   * Resolves with what was rejected, once the rest is durable.
   * @throws FaaslensError `overloaded` beyond a quota or when memory is short, and as readBody, decompress and
   * Ingest.submit do.
   */
  accept(access: Access, request: Export): Promise<Rejected>;
  /** Logs for the operator, each distinct message at most once a minute. */
  readonly warn: (message: string, details: object) => void;
}

const LIMITS: IntakeLimits = {
  bodyBytes: MAX_BODY_BYTES,
  // A few seconds of work for the ingest thread; more would wait longer without being stored any sooner.
  inFlightBytes: 48 * 1024 * 1024,
};
/** One for each thread that decompresses; more would only share them. */
const DECOMPRESSING = 4;
/** Memory that the largest body needs when alone: its bytes on the wire, decompressed, and the overhead of its pieces. */
const ALONE_PER_BODY = 1.5;
/** Typical compression ratio of OTLP, to refuse a body before it is read, when that is cheapest. */
const USUAL_RATIO = 8;
const MOST_EXPECTED_BYTES = 8 * 1024 * 1024;

/** All servers share one intake, so that its limits apply to them together. */
export function createIntake(options: IntakeOptions): Intake {
  const { config, ingest, door, log, now = Date.now, meter = createIntakeMeter() } = options;
  const limits = { ...LIMITS, ...options.limits };
  const budget = new ByteBudget(
    limits.inFlightBytes,
    Math.max(limits.inFlightBytes, ALONE_PER_BODY * limits.bodyBytes),
  );
  const quotas = new KeyQuotas(config.keyLimits, now);
  const turns = new FairTurns(DECOMPRESSING);
  const warn = logSeldom(log, now);
  const noteIgnored = noteIgnoredPoints(log, now);
  const entered = <Visit>(enter: () => Visit): Visit => {
    try {
      return enter();
    } catch (error) {
      meter.refused(error);
      throw error;
    }
  };

  return {
    warn: (message, details) => warn(message, details),
    authorize: (request) =>
      door.authorize(request, 'ingest').catch((error: unknown) => {
        meter.refused(error);
        throw error;
      }),
    async accept(access, { signal, encoding, remote, announced, read }) {
      const sender = access.keyId ?? '';
      const visit = entered(() => quotas.enter(sender));
      const reservation = budget.open(sender);
      const bounds = { reservation, maxBytes: limits.bodyBytes };
      try {
        const ratio = announced.isCompressed ? USUAL_RATIO : 1;
        reservation.expect(Math.min(announced.bytes * ratio, MOST_EXPECTED_BYTES));
        const wire = await read(bounds);
        const body = await decompress(wire.body, wire.coding, bounds, (work) => turns.run(sender, work));
        visit.bytes(body.length);
        const bytes = body.length;
        const start = performance.now();
        const { rejected, records, ignored } = await ingest.submit(
          signal,
          encoding,
          body,
          sender,
          access.environment,
        );
        const seconds = (performance.now() - start) / 1000;
        visit.spans(records);
        noteIgnored(sender, ignored);
        const { count, message: reason } = rejected;
        const name = typeof signal === 'object' ? `${signal.feed} data` : signal;
        const label = typeof signal === 'object' ? signal.feed : signal;
        meter.stored(label, { records, rejected: count, bytes, seconds });
        const what = count > 0 ? `a part of the ${name} that came is not kept` : asSent(name);
        if (reason !== '') warn(what, { reason, remote });
        return rejected;
      } catch (error) {
        meter.refused(error);
        throw error;
      } finally {
        reservation.release();
        visit.leave();
      }
    },
  };
}

/** The log message for a warning that does not count records. */
function asSent(name: string): string {
  return `the ${name} that came are not kept as they were sent`;
}
