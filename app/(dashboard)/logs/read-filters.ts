import { SEVERITIES } from '../../_components/telemetry/severity';
import { hexId, type SearchParams, text } from '../../_components/url/scope';

export interface LogFilters {
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** This severity and above. */
  readonly severity?: (typeof SEVERITIES)[number]['name'];
  readonly q?: string;
}

/** The list's filters in the URL; a value that makes no sense is as if it were absent. */
export function readFilters(params: SearchParams): LogFilters {
  const functionId = hexId(params, 'functionId', 16);
  const traceId = hexId(params, 'traceId', 32);
  const spanId = hexId(params, 'spanId', 16);
  const severity = SEVERITIES.find((one) => one.name === text(params, 'severity'))?.name;
  const q = text(params, 'q')?.slice(0, 500);
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
    ...(severity === undefined ? {} : { severity }),
    ...(q === undefined ? {} : { q }),
  };
}
