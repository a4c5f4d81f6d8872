import { newDatabase } from '../database/testing';
import type { Span } from '../model/telemetry';
import { HOUR_MS, MINUTE_MS } from '../model/time-range';
import { type OpenSettings, openSettings } from '../settings/index';
import type { RuleDraft } from '../settings/rule-schema';
import { batch, invocation, lambda, spanId, T0_MS, testPrice, traceId } from '../store/contract/fixtures';
import { openReader, openWriter } from '../store/index';
import type { TelemetryReader, TelemetryWriter } from '../store/store';
import { type Alerts, type AlertsOptions, createAlerts } from './alerts';
import { localEvaluator } from './round';
import { type Receiver, startReceiver, webhookTo } from './testing';

export interface Calls {
  readonly name?: string;
  readonly ok?: number;
  readonly errors?: number;
  readonly timeouts?: number;
  readonly cold?: number;
  readonly durationMs?: number;
  readonly environment?: string;
  readonly version?: string;
  /** In which minute they start, when not in that of all. */
  readonly atMs?: number;
  /** What each of them calls, once. */
  readonly calls?: { readonly host: string; readonly failed?: boolean; readonly durationMs?: number };
}

/** A whole engine on a real database and a real receiver, with a clock that stands still until it is moved. */
export interface Lab {
  readonly file: string;
  readonly settings: OpenSettings;
  readonly reader: TelemetryReader;
  readonly writer: TelemetryWriter;
  readonly receiver: Receiver;
  readonly channelId: string;
  now(): number;
  moveTo(ms: number): void;
  /** Invocations that start in the minute that has just ended, or in that of `atMs`. */
  invoke(calls: Calls | readonly Calls[], atMs?: number): Promise<void>;
  /** Lets so many minutes pass: `before` each, then what is due is evaluated and delivered. */
  pass(minutes: number, before?: (minute: number) => Promise<void> | void): Promise<void>;
  /** Lets hours pass in which nothing happens: every minute of them is evaluated, an hour at a time. */
  passHours(hours: number): Promise<void>;
  evaluate(): Promise<void>;
  deliver(): Promise<void>;
  /** Ends the engine as a killed process would, and starts it again on what it left. */
  restart(): Promise<void>;
  messages(): readonly { readonly type: string; readonly data: Record<string, never> }[];
  types(): readonly string[];
  close(): Promise<void>;
}

/** 2026-03-01 12:00 UTC, and a little: rules with the usual delay are due for the minute that ended at noon. */
export const NOON = T0_MS + 12 * 60 * MINUTE_MS;
const DELAY_MS = 30_000;

const CONFIG = { publicUrl: null, host: '127.0.0.1', port: 3000, tls: null, allowPrivateWebhooks: true };

export async function openLab(config: Partial<AlertsOptions['config']> = {}): Promise<Lab> {
  const database = newDatabase();
  const databaseFile = database.file;
  const receiver = await startReceiver();
  const writer = await openWriter({ databaseFile }, { price: testPrice, now: () => clock });
  const reader = await openReader({ databaseFile });
  let clock = NOON + DELAY_MS;
  let spans = 0;
  let settings = await openSettings({ databaseFile, now: () => clock });
  let alerts = open();
  const { channel } = await settings.createChannel({ ...webhookTo(receiver), repeatMinutes: 0 });

  function open(): Alerts {
    return createAlerts({
      config: { ...CONFIG, ...config },
      settings,
      evaluator: localEvaluator(reader),
      log: { info: () => undefined, warn: () => undefined },
      now: () => clock,
    });
  }

  function toSpans(calls: Calls, atMs: number): readonly Span[] {
    const { name = 'checkout', ok = 0, errors = 0, timeouts = 0, cold = 0, durationMs = 10 } = calls;
    const resource = lambda(name, {
      'deployment.environment.name': calls.environment ?? 'production',
      ...(calls.version === undefined ? {} : { 'faas.version': calls.version }),
    });
    return Array.from({ length: ok + errors + timeouts }, (_, index) => index).flatMap((index) => {
      spans += 1;
      const startNs = BigInt(atMs) * 1_000_000n + BigInt(index + 1) * 1000n;
      const failure = index < errors ? 'TypeError' : index < errors + timeouts ? 'timeout' : null;
      const root = invocation({
        traceId: traceId(spans),
        spanId: spanId(spans),
        name,
        startNs,
        endNs: startNs + BigInt(Math.round(durationMs * 1e6)),
        status: failure === null ? 'unset' : 'error',
        attributes: { 'error.type': failure, 'faas.coldstart': index < cold },
        resource,
      });
      return calls.calls === undefined ? [root] : [root, callOf(root, calls.calls)];
    });
  }

  const lab: Lab = {
    file: databaseFile,
    get settings() {
      return settings;
    },
    reader,
    writer,
    receiver,
    channelId: channel.id,
    now: () => clock,
    moveTo(ms) {
      clock = ms;
    },
    async invoke(calls, atMs = clock - DELAY_MS - MINUTE_MS) {
      const all = [calls].flat() as readonly Calls[];
      await writer.write(batch(all.flatMap((one) => toSpans(one, one.atMs ?? atMs))));
    },
    async pass(minutes, before) {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock += MINUTE_MS;
        await before?.(minute);
        await alerts.evaluateNow();
        await alerts.deliverNow();
      }
    },
    async passHours(hours) {
      for (let hour = 0; hour < hours; hour += 1) {
        clock += HOUR_MS;
        await alerts.evaluateNow();
        await alerts.deliverNow();
      }
    },
    evaluate: () => alerts.evaluateNow(),
    deliver: () => alerts.deliverNow(),
    async restart() {
      await alerts.stop();
      await settings.close();
      settings = await openSettings({ databaseFile, now: () => clock });
      alerts = open();
    },
    messages: () => receiver.received.map(({ body }) => JSON.parse(body)),
    types: () => receiver.received.map(({ body }) => JSON.parse(body).type),
    async close() {
      await alerts.stop();
      await settings.close();
      await writer.close();
      await reader.close();
      await receiver.close();
      database.remove();
    },
  };
  return lab;
}

function callOf(root: Span, { host, failed = false, durationMs = 5 }: NonNullable<Calls['calls']>): Span {
  return {
    ...root,
    spanId: root.spanId.replace(/^b/, 'c'),
    parentSpanId: root.spanId,
    kind: 'client',
    name: `GET ${host}`,
    endNs: root.startNs + BigInt(durationMs) * 1_000_000n,
    status: failed ? 'error' : 'unset',
    attributes: { 'server.address': host },
  };
}

/** More than 5 % of at least 20 invocations in 5 minutes, at once and without waiting for steadiness. */
export const ERROR_RATE: RuleDraft = {
  name: 'Error rate',
  figure: 'error_rate',
  condition: { kind: 'threshold', threshold: 0.05, recovery: 0.02 },
  minSamples: 20,
  points: { breaching: 2, of: 3, clear: 3 },
  severity: 'critical',
};
