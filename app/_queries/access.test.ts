import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTestDatabase, type TestDatabase, untouchableReader } from '../api/_testing/database';
import { requirePageAccess } from './access';
import { PATH_HEADER } from './path-header';

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/navigation', () => ({
  redirect: (to: string) => {
    throw new Error(`to ${to}`);
  },
}));

let database: TestDatabase;

beforeEach(async () => {
  database = await openTestDatabase({ FAASLENS_AUTH: 'required' }, untouchableReader);
});
afterEach(() => database.remove());

async function ask(key: 'read' | 'admin' | null, scope: 'read' | 'admin'): Promise<string> {
  request.headers = new Headers({ host: 'localhost:3000', [PATH_HEADER]: '/alerts/rules/new?from=now-7d' });
  if (key !== null) {
    const { secret } = await database.services.settings.createKey({ name: key, scope: key });
    request.headers.set('authorization', `Bearer ${secret}`);
  }
  return requirePageAccess(scope).catch((error: Error) => error.message);
}

const LOGIN = 'to /login?next=%2Falerts%2Frules%2Fnew%3Ffrom%3Dnow-7d';

it('tells the scope of who may see the page', async () => {
  expect([await ask('read', 'read'), await ask('admin', 'read'), await ask('admin', 'admin')]).toEqual([
    'read',
    'admin',
    'admin',
  ]);
});

it('sends who has no key to sign in', async () => {
  expect(await ask(null, 'read')).toBe(LOGIN);
});

it('sends a key of too little scope to where it is said so, not to where a valid key leads back', async () => {
  expect(await ask('read', 'admin')).toBe(`${LOGIN}&need=admin`);
});
