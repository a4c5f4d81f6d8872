/**
 * Where to go after signing in: the path and query asked for, when it is a page of this dashboard, else the overview.
 * Never another site, whatever spelling is tried.
 */
export function localPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return '/';
  const base = 'http://faaslens.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  if (/^\/(?:login|api)(?:\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}
