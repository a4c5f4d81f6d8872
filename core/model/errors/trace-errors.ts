import type { PicoUsd } from '../money';
import { compare } from '../order';
import type { LogRecord, Resource, Span } from '../telemetry';
import { withoutRepeats } from './count-once';
import type { FailedInvocation } from './failed-invocation';
import type { ErrorReport } from './failure';
import { type ErrorIdentity, identifyError } from './fingerprint';
import { errorOfLog } from './from-log';
import { errorsOfSpan } from './from-span';
import { spanTree } from './span-tree';

/** One failure, counted once. */
export interface TraceError extends ErrorReport, ErrorIdentity {
  /** The function of the nearest invocation above it, or of the only one of its origin; null if there is neither. */
  readonly functionId: string | null;
  /** The environment of the function, else of its resource. */
  readonly environment: string;
  /** The invocation it belongs to, set on its first error of this fingerprint only, so that each invocation counts once. */
  readonly invocation: Pick<FailedInvocation, 'spanId' | 'startNs'> | null;
  /** The cost of that invocation, on its first error of this fingerprint; null for further ones and when unknown. */
  readonly cost: PicoUsd | null;
}

/** What a resource alone determines; `origin` is `originOf` of its attributes as hex. */
export interface ErrorSource {
  readonly origin: string;
  readonly environment: string;
}

export interface TraceErrorInput {
  /** By span id. */
  readonly spans: ReadonlyMap<string, Span>;
  readonly logs: readonly LogRecord[];
  readonly invocations: readonly FailedInvocation[];
  readonly sourceOf: (resource: Resource) => ErrorSource;
}

const NONE: readonly TraceError[] = [];

/**
 * The failures of one trace, by time; pure and independent of the order of the input. A failure that several spans and log
 * records report (an exception that propagates through its callers, a log line about it, the span's status) counts as one.
 * Also works for a single log record outside of any trace.
 */
export function errorsOfTrace({
  spans,
  logs,
  invocations,
  sourceOf,
}: TraceErrorInput): readonly TraceError[] {
  const own = new Map(invocations.map((one) => [one.spanId, one]));
  const sources = new Map<ErrorReport, ErrorSource>();
  for (const span of spans.values()) {
    for (const report of errorsOfSpan(span, own.get(span.spanId)))
      sources.set(report, sourceOf(span.resource));
  }
  for (const log of logs) {
    const report = errorOfLog(log);
    if (report !== null) sources.set(report, sourceOf(log.resource));
  }
  if (sources.size === 0) return NONE;

  const tree = spanTree(withCallers(sources.keys(), spans));
  const sourceOfReport = (report: ErrorReport) => sources.get(report) ?? NOWHERE;
  const kept = withoutRepeats([...sources.keys()], tree, (report) => sourceOfReport(report).origin)
    .map(({ report, stack }) => ({ report, stack, identity: identifyError({ ...report, stack }) }))
    .sort(
      (a, b) => compareErrors(a.report, b.report) || compare(a.identity.fingerprint, b.identity.fingerprint),
    );

  const nearestOwner = tree.nearest((spanId) => own.has(spanId));
  const onlyOnes = onlyOneOfEachOrigin(invocations);
  const counted = new Set<string>();
  return kept.map(({ report, stack, identity }) => {
    const { origin, environment } = sourceOfReport(report);
    const nearest = report.spanId === null ? null : nearestOwner(report.spanId);
    const owner = (nearest === null ? onlyOnes.get(origin) : own.get(nearest)) ?? null;
    const key = `${owner?.spanId} ${identity.fingerprint}`;
    const first = owner !== null && !counted.has(key);
    counted.add(key);
    return {
      ...report,
      ...identity,
      stack,
      version: report.version ?? owner?.version ?? null,
      functionId: owner?.functionId ?? null,
      environment: owner?.environment ?? environment,
      invocation: first ? { spanId: owner.spanId, startNs: owner.startNs } : null,
      cost: first ? owner.cost : null,
    };
  });
}

/** The spans that report something and all spans above them; the rest of a trace, usually most of it, is irrelevant. */
function withCallers(
  reports: Iterable<ErrorReport>,
  spans: ReadonlyMap<string, Span>,
): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const { spanId } of reports) {
    for (let id = spanId; id !== null && !found.has(id); ) {
      const span = spans.get(id);
      if (span === undefined) break;
      found.set(id, span);
      id = span.parentSpanId;
    }
  }
  return found;
}

const NOWHERE: ErrorSource = { origin: '', environment: '' };

function onlyOneOfEachOrigin(
  invocations: readonly FailedInvocation[],
): ReadonlyMap<string, FailedInvocation | null> {
  const found = new Map<string, FailedInvocation | null>();
  for (const one of invocations) found.set(one.origin, found.has(one.origin) ? null : one);
  return found;
}

function compareErrors(a: ErrorReport, b: ErrorReport): number {
  return (
    compare(a.timeNs, b.timeNs) ||
    compare(a.spanId ?? '', b.spanId ?? '') ||
    compare(a.type, b.type) ||
    compare(a.message, b.message)
  );
}
