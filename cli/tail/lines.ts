import type { InvocationRow, LogRow } from '@/core/store/store';
import { visible } from '../visible';

/** An invocation on one line: when, how it ended, how long it ran, which function, and its error. */
export function invocationLine(row: InvocationRow): string {
  const cold = row.coldStart ? '  cold' : '';
  const error = row.errorType === null ? '' : `  ${row.errorType}: ${row.errorMessage ?? ''}`;
  const where = row.environment === '' ? '' : ` (${row.environment})`;
  return visible(
    `${time(row.startTime)}  ${row.outcome.padEnd(9)}${duration(row.durationMs).padStart(9)}  ${row.functionName}${where}${cold}${error}  ${row.traceId}`,
  );
}

/** A log record on one line. */
export function logLine(row: LogRow): string {
  const who = row.functionName ?? row.service;
  return visible(`${time(row.time)}  ${(row.severityText || '-').padEnd(5)}  ${who}  ${row.body}`);
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
