import { plausibleMb, plausibleMs } from '../plausible';
import type { FactKind, PlatformFigures } from './fact';
import { type ReportLine, statusOf } from './report-line';
import { traceIdOfXRay } from './x-ray';

/** An object of unknown shape, from a Telemetry API batch, a JSON log line or a sender's attributes. */
export type UnknownRecord = { readonly [key: string]: unknown };

const KINDS: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ['platform.start', 'start'],
  ['platform.runtimeDone', 'runtimeDone'],
  ['platform.report', 'report'],
  ['platform.initReport', 'init'],
  ['platform.restoreReport', 'init'],
]);

/**
 * What Lambda reports in the record of an event of this type; null for types that concern neither an execution nor an init that
 * an invocation may have paid for, and for a record without its request id.
 */
export function parsePlatformRecord(type: string, record: unknown): ReportLine | null {
  const kind = KINDS.get(type);
  if (kind === undefined || !isRecord(record)) return null;
  // Provisioned environments start ahead of their invocations, none of which waits for the init.
  if (kind === 'init' && record.initializationType === 'provisioned-concurrency') return null;
  if (kind === 'init') return { kind, requestId: null, figures: initFigures(type, record) };
  const requestId = textOf(record.requestId);
  if (requestId === null) return null;
  return { kind, requestId, figures: kind === 'start' ? { traceId: traceIdOf(record) } : figuresOf(record) };
}

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function initFigures(type: string, record: UnknownRecord): Partial<PlatformFigures> {
  const durationMs = plausibleMs(metric(record, 'durationMs'));
  return {
    durationMs,
    ...(type === 'platform.restoreReport'
      ? { restoreDurationMs: durationMs }
      : { initDurationMs: durationMs }),
    status: statusOf(record.status),
    errorType: textOf(record.errorType),
  };
}

function figuresOf(record: UnknownRecord): Partial<PlatformFigures> {
  const ms = (name: string) => plausibleMs(metric(record, name));
  const mb = (name: string) => plausibleMb(metric(record, name));
  return {
    durationMs: ms('durationMs'),
    billedMs: ms('billedDurationMs'),
    memorySizeMb: mb('memorySizeMB'),
    maxMemoryUsedMb: mb('maxMemoryUsedMB'),
    initDurationMs: ms('initDurationMs'),
    restoreDurationMs: ms('restoreDurationMs'),
    status: statusOf(record.status),
    errorType: textOf(record.errorType),
    traceId: traceIdOf(record),
  };
}

function traceIdOf({ tracing }: UnknownRecord): string | null {
  return isRecord(tracing) ? traceIdOfXRay(tracing.value) : null;
}

function metric({ metrics }: UnknownRecord, name: string): number | null {
  const value = isRecord(metrics) ? metrics[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 256) : null;
}
