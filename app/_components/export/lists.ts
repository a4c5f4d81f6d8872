import { usualGrouping } from '../costs/usual-grouping';
import { readErrorFilters } from '../filters/error-filters';
import { readTraceFilters } from '../filters/trace-filters';
import { ATTRIBUTE, filterParams } from '../url/filter-values';

const SCOPE = ['from', 'to', 'environment'];

/** Which lists can be exported, and which parameters of their screens filter them. */
export const EXPORTED: Readonly<Record<string, readonly string[]>> = {
  '/functions': [...SCOPE, 'q'],
  '/invocations': [
    ...SCOPE,
    'functionId',
    'outcome',
    'failed',
    'coldStart',
    'minDurationMs',
    'maxDurationMs',
    'minCostUsd',
    'version',
    'errorType',
    'trigger',
    'architecture',
    'region',
    'provider',
    'runtime',
    'memoryMb',
    'q',
    'dependency',
    'called',
    'failedCall',
    'fingerprint',
    'requestKey',
  ],
  '/traces': [
    ...SCOPE,
    'functionId',
    'errorsOnly',
    'withoutErrors',
    'rootName',
    'minDurationMs',
    'maxDurationMs',
    'minCostUsd',
    'q',
  ],
  '/logs': [...SCOPE, 'functionId', 'traceId', 'spanId', 'severity', 'maxSeverity', 'q'],
  '/errors': [...SCOPE, 'functionId', 'q', 'state'],
  '/costs': [...SCOPE, 'functionId', 'groupBy'],
};

/** The URL of the export of a screen's list with the same filters; null if the screen has none. */
export function exportAddress(
  pathname: string,
  params: URLSearchParams,
  format: 'csv' | 'ndjson',
): string | null {
  const fields = EXPORTED[pathname];
  // The lines around a line are not a list that a query can produce.
  if (fields === undefined || (pathname === '/logs' && params.has('around'))) return null;
  const query = new URLSearchParams({ format });
  for (const [name, value] of narrowing(pathname, params)) {
    const isAttribute = pathname === '/invocations' && /^attribute(Min|Max)?[.[]/.test(name);
    const isTraces = pathname === '/traces' && name.startsWith(ATTRIBUTE);
    // Functions without an environment form one of their own.
    const isGiven = value !== '' || name === 'environment';
    if (isGiven && (fields.includes(name) || isAttribute || isTraces)) query.set(name, value);
  }
  return `/api/v1${pathname}/export?${query}`;
}

/**
 * The parameters of the screen; those of traces and errors as the screen parses them, because it ignores invalid values and
 * hides errors that were dealt with unless asked to show them.
 */
function narrowing(pathname: string, params: URLSearchParams): readonly (readonly [string, string])[] {
  const all = [...params];
  const given = Object.fromEntries(all);
  if (pathname === '/costs') return Object.entries({ groupBy: usualGrouping(given.functionId), ...given });
  if (pathname !== '/traces' && pathname !== '/errors') return all;
  const read = pathname === '/traces' ? filterParams(readTraceFilters(given)) : readErrorFilters(given);
  return [
    ...all.filter(([name]) => SCOPE.includes(name)),
    ...Object.entries(read).map(([name, value]) => [name, String(value)] as const),
  ];
}
