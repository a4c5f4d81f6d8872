import type { SpanKind, StatusCode } from '@/core/model/telemetry';

const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES: readonly StatusCode[] = ['unset', 'ok', 'error'];
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** `unspecified` for a number that OTLP does not define. */
export function spanKind(number: number): SpanKind {
  return KINDS[number] ?? 'unspecified';
}

/** `unset` for a number that OTLP does not define. */
export function statusCode(number: number): StatusCode {
  return STATUSES[number] ?? 'unset';
}

/** 0 (unspecified) for a number outside 0 to 24. */
export function severity(number: number): number {
  return Number.isInteger(number) && number >= 0 && number <= 24 ? number : 0;
}

/** Number of `SPAN_KIND_SERVER` or `server`; 0 for an unknown name. */
export function kindNumber(name: string): number {
  return indexOf(KINDS, name.replace(/^SPAN_KIND_/i, '').toLowerCase());
}

/** Number of `STATUS_CODE_ERROR` or `error`; 0 for an unknown name. */
export function statusNumber(name: string): number {
  return indexOf(STATUSES, name.replace(/^STATUS_CODE_/i, '').toLowerCase());
}

/** Number of `SEVERITY_NUMBER_INFO2` or `info2`; 0 for an unknown name. */
export function severityNumber(name: string): number {
  const match = /^(?:SEVERITY_NUMBER_)?([A-Z]+)([2-4]?)$/.exec(name.toUpperCase());
  const group = SEVERITIES.indexOf(match?.[1] ?? '');
  return group < 0 ? 0 : group * 4 + Number(match?.[2] || 1);
}

function indexOf(names: readonly string[], name: string): number {
  return Math.max(0, names.indexOf(name));
}
