import { expect } from 'vitest';
import type { InvocationView } from '@/core/model/views';
import { CONTRACTS } from '../_contract/all';
import { allRoutes, call } from '../_testing/routes';
import { RANGE } from './planted';

export type Params = Readonly<Record<string, string | number | boolean>>;

const routes = await allRoutes();
/** Nothing is written while figures are checked: each question is asked once. */
const answered = new Map<string, Promise<unknown>>();

/** Asks a call for the planted hour, unless another one is named; `{id}` and the like in the path are taken from `params`. */
export async function ask<Body>(path: string, params: Params = {}): Promise<Body> {
  const key = JSON.stringify([path, params]);
  const known = answered.get(key) ?? askRoute(path, params);
  answered.set(key, known);
  return (await known) as Body;
}

async function askRoute(path: string, params: Params): Promise<unknown> {
  const route = routes.find((one) => one.method === 'GET' && one.path === path);
  const contract = CONTRACTS.find((one) => one.method === 'GET' && one.path === path);
  if (!route || !contract) throw new Error(`no call ${path}`);
  const named = Object.keys(contract.params.shape);
  const given = Object.entries(params).map(([name, value]) => [name, String(value)] as const);
  const ranged = 'from' in contract.query.shape ? RANGE : {};
  const query = new URLSearchParams({
    ...ranged,
    ...Object.fromEntries(given.filter(([name]) => !named.includes(name))),
  });
  const { status, body } = await call(route.handle, {
    query: `?${query}`,
    params: Object.fromEntries(given.filter(([name]) => named.includes(name))),
  });
  expect(status, `${path}?${query} ${JSON.stringify(body)}`).toBe(200);
  return contract.answer.parse(body);
}

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** All rows of a list, page by page. */
export async function rowsOf<Item>(path: string, params: Params): Promise<readonly Item[]> {
  const rows: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: PageOf<Item> = await ask(path, {
      ...params,
      limit: 500,
      ...(cursor === '' ? {} : { cursor }),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

export function invocations(params: Params): Promise<readonly InvocationView[]> {
  return rowsOf<InvocationView>('/invocations', params);
}

/** The values at a path as `figuresIn` names it. */
export function valuesAt(body: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [body];
  for (const step of path.split('.')) {
    const name = step.replaceAll('[]', '');
    if (name !== '') found = found.map((one) => (isRecord(one) ? one[name] : undefined));
    for (let depth = step.split('[]').length; depth > 1; depth -= 1) found = found.flat();
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
