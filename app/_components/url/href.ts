import { DEFAULT_FROM, DEFAULT_TO, type Scope } from './scope';

type Value = string | number | boolean | null | undefined;

/** Parameters whose empty value has a meaning: the unnamed one. */
const NAMELESS: ReadonlySet<string> = new Set(['environment', 'dependency', 'group']);

/** A link inside the dashboard that keeps the scope. Omits defaults, null and undefined, and '' except where it has a meaning. */
export function href(path: string, scope: Scope, extra: Readonly<Record<string, Value>> = {}): string {
  const params = new URLSearchParams();
  if (scope.from !== DEFAULT_FROM) params.set('from', scope.from);
  if (scope.to !== DEFAULT_TO) params.set('to', scope.to);
  if (scope.environment !== undefined) params.set('environment', scope.environment);
  if (scope.live === true) params.set('live', '1');
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined || value === null || (value === '' && !NAMELESS.has(name))) continue;
    params.set(name, String(value));
  }
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The query string with some parameters set or (null) removed; always resets a list to its first page. */
export function patchQuery(query: string, patch: Readonly<Record<string, string | null>>): string {
  const params = new URLSearchParams(query);
  params.delete('cursor');
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params.toString();
}
