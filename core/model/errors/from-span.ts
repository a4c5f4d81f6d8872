import { stringAttribute } from '../attributes';
import type { Span } from '../telemetry';
import type { FailedInvocation } from './failed-invocation';
import { boundedFailure, type ErrorReport, type FailureSource } from './failure';
import { versionOf } from './version';

const NONE: readonly ErrorReport[] = [];

/** Whether a span by itself, whatever is known of its invocation, reports errors. */
export function reportsError({ status, events }: Span): boolean {
  return status === 'error' || (events.length > 0 && events.some(({ name }) => name === 'exception'));
}

/**
 * What a span reports about failures: one report for each of its events named `exception`; without any, one for its status
 * `error` (type from `error.type`, message from the status); without that, one for the outcome of the invocation, which a
 * platform may know better. In the events' order, equal events once; empty for a span that did not fail, at little cost.
 */
export function errorsOfSpan(
  span: Span,
  invocation?: Pick<FailedInvocation, 'outcome' | 'errorType' | 'errorMessage' | 'version'>,
): readonly ErrorReport[] {
  const failed = invocation !== undefined && invocation.outcome !== 'ok';
  if (!failed && !reportsError(span)) return NONE;
  const version = versionOf(span.attributes, span.resource.attributes) ?? invocation?.version ?? null;
  const report = (source: FailureSource, timeNs: bigint, type: string, message: string, stack: string) => ({
    ...boundedFailure(type, message, stack),
    source,
    timeNs,
    traceId: span.traceId,
    spanId: span.spanId,
    version,
  });

  const exceptions = span.events
    .filter(({ name }) => name === 'exception')
    .map(({ timeNs, attributes }) => {
      const text = (key: string) => stringAttribute(attributes, key) ?? '';
      return report(
        'span-event',
        timeNs,
        text('exception.type'),
        text('exception.message'),
        text('exception.stacktrace'),
      );
    });
  if (exceptions.length > 0) return withoutEqual(exceptions);
  if (span.status === 'error') {
    const type = stringAttribute(span.attributes, 'error.type') ?? invocation?.errorType ?? '';
    const message =
      span.statusMessage === '' ? stringAttribute(span.attributes, 'error.message') : span.statusMessage;
    return [report('status', span.endNs, type, message ?? invocation?.errorMessage ?? '', '')];
  }
  if (!failed) return NONE;
  const type = invocation.errorType ?? invocation.outcome;
  return [report('outcome', span.endNs, type, invocation.errorMessage ?? '', '')];
}

/** The first of reports with equal type and message, with a stack if one of them has it. */
function withoutEqual(reports: readonly ErrorReport[]): readonly ErrorReport[] {
  const byText = new Map<string, ErrorReport>();
  for (const report of reports) {
    const key = `${report.type}\0${report.message}`;
    const before = byText.get(key);
    if (before === undefined) byText.set(key, report);
    else if (before.stack === '' && report.stack !== '') byText.set(key, { ...before, stack: report.stack });
  }
  return [...byText.values()];
}
