import { usualGrouping } from '../costs/usual-grouping';
import { readErrorFilters } from '../filters/error-filters';
import { readInvocationFilters } from '../filters/invocation-filters';
import { readLogFilters } from '../filters/log-filters';
import { readTraceFilters } from '../filters/trace-filters';
import { ATTRIBUTE, filterParams } from '../url/filter-values';
import { parseScope, type SearchParams } from '../url/scope';

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

/** How each screen parses its filters: invalid values are ignored. */
const READERS: Readonly<Record<string, (given: SearchParams) => object>> = {
  // Which attributes are promoted is not known here: the API refuses the others.
  '/invocations': (given) => filterParams(readInvocationFilters(given, attributeKeys(given))),
  '/traces': (given) => filterParams(readTraceFilters(given)),
  '/logs': readLogFilters,
  '/errors': readErrorFilters,
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
    // Functions without an environment form one of their own.
    const isGiven = value !== '' || name === 'environment';
    if (isGiven && (fields.includes(name) || name.startsWith(ATTRIBUTE))) query.set(name, value);
  }
  return `/api/v1${pathname}/export?${query}`;
}

function narrowing(pathname: string, params: URLSearchParams): readonly (readonly [string, string])[] {
  const given = Object.fromEntries([...params.keys()].map((name) => [name, params.get(name) ?? '']));
  const scope = Object.entries(parseScope(given, Date.now())).filter(([name]) => params.has(name));
  const read =
    READERS[pathname]?.(given) ??
    (pathname === '/costs' ? { groupBy: usualGrouping(given.functionId), ...given } : given);
  return [
    ...scope.filter(([name]) => SCOPE.includes(name)),
    ...Object.entries(read).filter(([name]) => !SCOPE.includes(name)),
  ].map(([name, value]) => [name, String(value)] as const);
}

function attributeKeys(given: SearchParams): readonly string[] {
  return Object.keys(given).flatMap((name) =>
    name.startsWith(ATTRIBUTE) ? [name.slice(ATTRIBUTE.length)] : [],
  );
}
