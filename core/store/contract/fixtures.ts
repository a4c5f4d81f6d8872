import type { Attributes } from '../../model/attributes';
import type { PriceInvocation } from '../../model/invocation';
import type { LogRecord, Resource, Span, TelemetryBatch } from '../../model/telemetry';
import type { Deletions } from '../deletions';
import type { RetentionLimits } from '../retention';
import type { AttributePromotions, TelemetryReader, TelemetryWriter } from '../store';

/** An empty store of the engine under test. */
export interface OpenStore {
  readonly writer: TelemetryWriter;
  readonly reader: TelemetryReader;
  readonly promotions: AttributePromotions;
  readonly deletions: Deletions;
  /** Closes everything and reopens the same store; the old writer and reader must not be used afterwards. */
  reopen(): Promise<OpenStore>;
  /** Closes everything and removes what is on disk. */
  dispose(): Promise<void>;
}

/**
 * `now` is the writer's clock, in milliseconds since the epoch; default: the system's. Without limits everything is
 * kept.
 */
export interface OpenEmptyStore {
  (price: PriceInvocation, now?: () => number, limits?: RetentionLimits): Promise<OpenStore>;
  /** Whether each statement of the engine is slow: tests that try many cases then try fewer. */
  readonly isSlow?: boolean;
}

/** How many cases to try. */
export function runsOf({ isSlow = false }: OpenEmptyStore, most: number): { readonly numRuns: number } {
  return { numRuns: isSlow ? Math.ceil(most / 20) : most };
}

/** Runs a test on an empty store, which is disposed of afterwards. */
export async function withStore(
  open: OpenEmptyStore,
  use: (store: OpenStore) => Promise<void>,
): Promise<void> {
  const store = await open(testPrice);
  try {
    await use(store);
  } finally {
    await store.dispose();
  }
}

/**
 * Bills what was reported, otherwise each started millisecond, at prices whose sums would expose a detour through
 * doubles.
 */
export const testPrice: PriceInvocation = ({ durationNs, reportedBilledMs, initDurationMs, facts }) => {
  const billedMs =
    reportedBilledMs === null ? (durationNs + 999_999n) / 1_000_000n : BigInt(Math.round(reportedBilledMs));
  return facts.memoryMb === null
    ? { billedDurationMs: null, cost: null, precision: null, note: 'memory size unknown' }
    : {
        billedDurationMs: Number(billedMs),
        cost: 2n ** 53n + billedMs,
        precision: reportedBilledMs === null ? 'estimated' : 'exact',
        note: null,
        basis: {
          request: 2n ** 50n,
          time: 7n * 2n ** 50n + billedMs,
          cpu: 0n,
          initMs: Math.min(initDurationMs ?? 0, Number(billedMs)),
          product: 'aws/lambda',
        },
      };
};

/** 2026-03-01T00:00:00Z, the start of a day. */
export const T0_MS = Date.UTC(2026, 2, 1);
export const T0_NS = BigInt(T0_MS) * 1_000_000n;
export const DAY = { fromMs: T0_MS, toMs: T0_MS + 86_400_000 };
export const MS = 1_000_000n;

export function batch(spans: readonly Span[], logs: readonly LogRecord[] = []): TelemetryBatch {
  return { spans, logs };
}

export function traceId(number: number): string {
  return number.toString(16).padStart(32, 'a');
}

export function spanId(number: number): string {
  return number.toString(16).padStart(16, 'b');
}

/** The resource of a Lambda function as the wrapper reports it. */
export function lambda(name: string, attributes: Attributes = {}): Resource {
  return {
    attributes: {
      'service.name': name,
      'faas.name': name,
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'cloud.region': 'eu-central-1',
      'faas.max_memory': 512 * 1024 * 1024,
      'host.arch': 'arm64',
      ...attributes,
    },
  };
}

export const OWN_SCOPE = { name: '@faaslens/instrumentation', version: '0.1.0', attributes: {} };
export const HTTP_SCOPE = { name: '@opentelemetry/instrumentation-http', version: '0.2.0', attributes: {} };

/** An internal span of 1 ms at T0; every field can be overridden. */
export function span(set: Partial<Span> & Pick<Span, 'traceId' | 'spanId'>): Span {
  const startNs = set.startNs ?? T0_NS;
  return {
    parentSpanId: null,
    traceState: '',
    flags: 1,
    name: 'work',
    kind: 'internal',
    startNs,
    endNs: startNs + MS,
    status: 'unset',
    statusMessage: '',
    attributes: {},
    events: [],
    links: [],
    resource: lambda('orders'),
    scope: HTTP_SCOPE,
    ...set,
  };
}

/** The span that the wrapper creates for an invocation. */
export function invocation(set: Partial<Span> & Pick<Span, 'traceId' | 'spanId'>): Span {
  return span({
    name: 'orders',
    kind: 'server',
    scope: OWN_SCOPE,
    ...set,
    attributes: {
      'faas.trigger': 'http',
      'faas.invocation_id': `request-${set.traceId}-${set.spanId}`,
      'faas.coldstart': false,
      'cloud.account.id': '123456789012',
      ...set.attributes,
    },
  });
}

export function log(set: Partial<LogRecord> & Pick<LogRecord, 'body'>): LogRecord {
  return {
    timeNs: T0_NS,
    severity: 9,
    severityText: 'INFO',
    attributes: {},
    traceId: null,
    spanId: null,
    resource: lambda('orders'),
    scope: OWN_SCOPE,
    ...set,
  };
}
