import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../service';

/** Something that the dashboard's server answers for. */
export interface Place {
  /** `page` is rendered; `call` is one of the API; `file` is static or a health check. */
  readonly kind: 'page' | 'call' | 'file';
  readonly method: string;
  /** With its parameters filled in. */
  readonly path: string;
  /** Shows the same to everybody, and nothing of the data. */
  readonly isPublic: boolean;
}

/** By the name of a parameter, as routes and the OpenAPI document write it. */
export type Ids = Readonly<Record<string, string>>;

export interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly security?: readonly object[] }>>>
  >;
}

const BUILT = join(ROOT, '.next/standalone/.next');
/** What anybody may open without showing who they are. */
const PUBLIC_PAGES = new Set(['/login', '/welcome']);
/** What Next shows for errors: no address of it is meant to be opened. */
const NO_PAGES = new Set(['/_not-found', '/_global-error']);
const FILES = new Set(['/healthz', '/readyz', '/icon.svg', '/theme.js']);

/** All of them, each once: what was built, what the OpenAPI document describes, and what is static. */
export function places(document: OpenApi, ids: Ids): readonly Place[] {
  const calls = describedCalls(document, ids);
  const known = new Set(calls.map(({ path }) => path));
  const others = builtPlaces(ids).filter(({ kind, path }) => kind !== 'call' || !known.has(path));
  return [...others, ...calls, ...staticFiles()];
}

/** Every page and every other route that was built, as Next wrote them down: none can be forgotten. */
function builtPlaces(ids: Ids): readonly Place[] {
  const routes: Record<string, string> = JSON.parse(
    readFileSync(join(BUILT, 'app-path-routes-manifest.json'), 'utf8'),
  );
  return Object.entries(routes).flatMap(([file, route]): Place[] => {
    const path = fill(route, ids);
    if (NO_PAGES.has(route)) return [];
    if (file.endsWith('/page'))
      return [{ kind: 'page', method: 'GET', path, isPublic: PUBLIC_PAGES.has(route) }];
    const isFile = FILES.has(route);
    return [{ kind: isFile ? 'file' : 'call', method: 'GET', path, isPublic: isFile }];
  });
}

/** Every call that the OpenAPI document describes. */
function describedCalls(document: OpenApi, ids: Ids): readonly Place[] {
  return Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(
      ([method, { security }]): Place => ({
        kind: 'call',
        method: method.toUpperCase(),
        path: fill(route.startsWith('/api/') ? route : `/api/v1${route}`, ids),
        isPublic: security?.length === 0,
      }),
    ),
  );
}

/** Pages as the folder of the source has them: what was built must be all of them. */
export function pagesOfSource(): readonly string[] {
  const app = join(ROOT, 'app');
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|[/\\])page\.tsx$/.test(file))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/\.tsx$/, '')}`);
}

export function pagesBuilt(): readonly string[] {
  const routes = JSON.parse(readFileSync(join(BUILT, 'app-path-routes-manifest.json'), 'utf8'));
  return Object.keys(routes).filter((file) => file.endsWith('/page'));
}

export function buildId(): string {
  return readFileSync(join(BUILT, 'BUILD_ID'), 'utf8').trim();
}

/** Some static files and what lies near them on the disk but is none of them. */
function staticFiles(): readonly Place[] {
  const names = readdirSync(join(BUILT, 'static'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.\w+$/.test(name)).map((name) => `/_next/static/${name}`);
  const outside = [
    '/server.js',
    '/package.json',
    '/.next/BUILD_ID',
    '/_next/BUILD_ID',
    '/_next/server/app-paths-manifest.json',
    '/_next/static/../server/app-paths-manifest.json',
    '/_next/static/%2e%2e/server/app-paths-manifest.json',
    '/_next/static/..%2f..%2fserver.js',
    '/_next/image?url=%2Fapi%2Fv1%2Ffunctions&w=64&q=75',
    '/data/faaslens.db',
    '/faaslens.db',
    '/..%2f..%2fdata%2ffaaslens.db',
  ];
  return [...files, ...outside].map((path) => ({ kind: 'file', method: 'GET', path, isPublic: true }));
}

function fill(route: string, ids: Ids): string {
  return route.replace(/\[(?:\.\.\.)?(\w+)\]|\{(\w+)\}/g, (_, one?: string, other?: string) => {
    const name = one ?? other ?? '';
    const kind = /\/(\w[\w-]*)\/(?:\[|\{)/.exec(route)?.[1] ?? '';
    return ids[name] ?? ids[kind] ?? 'unknown';
  });
}
