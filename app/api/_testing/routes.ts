import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Method } from '../_contract/contract';

const V1 = fileURLToPath(new URL('../v1', import.meta.url));
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

export interface Route {
  readonly method: Method;
  /** As in OpenAPI, below /api/v1. */
  readonly path: string;
  readonly handle: Handler;
}

/** Every handler exported by the route files below /api/v1, except that of unknown paths. */
export async function allRoutes(): Promise<readonly Route[]> {
  const files = readdirSync(V1, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('route.ts') && !file.includes('[...'),
  );
  const routes = files.map(async (file) => {
    const handlers: Partial<Record<Method, Handler>> = await import(join(V1, file));
    const folder = relative('.', join('.', file, '..'));
    const path = `/${folder.replaceAll('[', '{').replaceAll(']', '}')}`;
    return METHODS.flatMap((method) => {
      const handle = handlers[method];
      return handle ? [{ method, path, handle }] : [];
    });
  });
  return (await Promise.all(routes)).flat();
}

export interface Sent {
  readonly method?: Method;
  readonly query?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Calls a handler as Next would, from this machine. */
export async function call(
  handle: Handler,
  { method = 'GET', query = '', params, headers = {}, body }: Sent = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const request = new Request(`http://localhost:3000/api/v1/any${query}`, {
    method,
    headers: {
      host: 'localhost:3000',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const response = await handle(request, { params: Promise.resolve(params && { ...params }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
