import { LOG_RECORD_ID } from '@/core/model/logs/record-id';
import { SEVERITY_NAMES, type SeverityName } from '@/core/model/logs/severity';
import { hexId, type SearchParams, text } from '../url/scope';

export interface LogFilters {
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** This severity and above. */
  readonly severity?: SeverityName;
  /** This severity and below; `unset`: records without one. */
  readonly maxSeverity?: SeverityName | 'unset';
  readonly q?: string;
}

export const FILTERS = ['functionId', 'severity', 'maxSeverity', 'q', 'traceId', 'spanId'] as const;

/** The list's filters in the URL; a value that makes no sense is as if it were absent. */
export function readLogFilters(params: SearchParams): LogFilters {
  const functionId = hexId(params, 'functionId', 16);
  const traceId = hexId(params, 'traceId', 32);
  const spanId = hexId(params, 'spanId', 16);
  const severity = SEVERITY_NAMES.find((name) => name === text(params, 'severity'));
  const maxSeverity = (['unset', ...SEVERITY_NAMES] as const).find(
    (name) => name === text(params, 'maxSeverity'),
  );
  const q = text(params, 'q')?.slice(0, 500);
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
    ...(severity === undefined ? {} : { severity }),
    ...(maxSeverity === undefined ? {} : { maxSeverity }),
    ...(q === undefined ? {} : { q }),
  };
}

/** The id of the record whose neighbours are to be shown. */
export function readAround(params: SearchParams): string | undefined {
  const id = text(params, 'around');
  return id !== undefined && LOG_RECORD_ID.test(id) ? id : undefined;
}
