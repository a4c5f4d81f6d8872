const SCOPE = ['from', 'to', 'environment'];

/** Which lists can be had as a file, and which parameters of their screens narrow them. */
export const EXPORTED: Readonly<Record<string, readonly string[]>> = {
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

/** Lists that are narrowed by attributes too. */
const HAVE_ATTRIBUTES: ReadonlySet<string> = new Set(['/invocations', '/traces']);

/** The address of the file of a screen's list, narrowed like the list; null when the screen has none. */
export function exportAddress(
  pathname: string,
  params: URLSearchParams,
  format: 'csv' | 'ndjson',
): string | null {
  const fields = EXPORTED[pathname];
  if (fields === undefined) return null;
  const query = new URLSearchParams({ format });
  for (const [name, value] of params) {
    const isAttribute = HAVE_ATTRIBUTES.has(pathname) && /^attribute(Min|Max)?[.[]/.test(name);
    if (value !== '' && (fields.includes(name) || isAttribute)) query.set(name, value);
  }
  return `/api/v1${pathname}/export?${query}`;
}
