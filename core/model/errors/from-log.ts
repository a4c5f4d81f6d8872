import { stringAttribute } from '../attributes';
import { uncaughtIn } from '../platform/uncaught-line';
import type { LogRecord } from '../telemetry';
import { boundedFailure, type ErrorReport } from './failure';
import { failureInText } from './failure-in-text';
import { versionOf } from './version';

/** OpenTelemetry's severity number of ERROR. */
const ERROR = 17;

/** Whether `errorOfLog` may find something; a cheap check. */
export function mayBeError({ severity, attributes }: LogRecord): boolean {
  return (
    severity >= ERROR ||
    attributes['exception.type'] !== undefined ||
    attributes['exception.message'] !== undefined ||
    attributes['exception.stacktrace'] !== undefined
  );
}

/**
 * The failure that a log record reports, or null: one with `exception.*` attributes at any severity, or one of severity ERROR
 * and above whose body contains an exception (a line `Type: message` with a stack below it, or JSON as the runtimes and common
 * loggers write it). An error described in plain words is only a log line. What a runtime logs about a failed execution is
 * counted with that (`uncaughtIn`). Cheap for ordinary records.
 */
export function errorOfLog(log: LogRecord): ErrorReport | null {
  if (!mayBeError(log)) return null;
  const { attributes } = log;
  const text = (key: string) => stringAttribute(attributes, key) ?? '';
  const [type, message, stack] = [
    text('exception.type'),
    text('exception.message'),
    text('exception.stacktrace'),
  ];
  const named = type !== '' || message !== '' || stack !== '';
  if (!named && log.severity < ERROR) return null;
  const failure = named ? { type, message, stack } : failureInText(log.body);
  if (failure === null || (!named && uncaughtIn(log) !== null)) return null;
  return {
    ...boundedFailure(failure.type, failure.message, failure.stack),
    source: 'log',
    timeNs: log.timeNs,
    traceId: log.traceId,
    spanId: log.spanId,
    version: versionOf(attributes, log.resource.attributes),
  };
}
