import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { readEvents } from './_testing/events';
import { BEGIN, lambda, log } from './_testing/telemetry';
import { GET as watchChanges } from './v1/changes/route';
import { GET as exportLogs } from './v1/logs/export/route';

let database: TestDatabase;
/** How far the clock is advanced so that access is checked again. */
let aheadMs = 0;

beforeAll(async () => {
  database = await openTestDatabase(
    { FAASLENS_AUTH: 'required' },
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 3_000_000,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const shop = lambda('shop', 'ours');
  await writer.write({
    spans: [],
    logs: Array.from({ length: 3000 }, (_, index) => log(shop, index * 100, `line ${index}`)),
  });
  await writer.close();
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
});
afterEach(() => {
  aheadMs = 0;
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.remove();
});

async function viewer(email: string) {
  const { settings } = database.services;
  const { user, link } = await settings.createUser({ email, name: 'Ann', role: 'viewer', environment: null });
  const visitor = { device: '', address: '' };
  const { token } = await settings.acceptLink(
    { token: link.token, password: 'right horse battery' },
    visitor,
  );
  return { user, headers: { host: 'localhost:3000', cookie: `faaslens_session=${token}` } };
}

async function beginExport(headers: Record<string, string>) {
  const request = new Request('http://localhost:3000/api/v1/logs/export?from=now-2h', { headers });
  const response = await exportLogs(request, { params: Promise.resolve(undefined) });
  const reader = response.body?.getReader();
  if (response.status !== 200 || reader === undefined) throw new Error(`${response.status}`);
  await reader.read();
  return {
    /** Whether all of it came. */
    async rest(): Promise<boolean> {
      for (;;) if ((await reader.read()).done) return true;
    },
  };
}

describe('an export that takes long', () => {
  it('ends where it is when its key is revoked', async () => {
    const { settings } = database.services;
    const { key, secret } = await settings.createKey({ name: 'tool', scope: 'read' });
    const headers = { host: 'localhost:3000', authorization: `Bearer ${secret}` };
    const [held, cut] = [await beginExport(headers), await beginExport(headers)];
    aheadMs = 5000;
    expect(await held.rest()).toBe(true);
    await settings.revokeKey(key.id);
    aheadMs = 10_000;
    await expect(cut.rest()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('ends where it is when its reader is bound to an environment', async () => {
    const { user, headers } = await viewer('ann@example.org');
    const cut = await beginExport(headers);
    await database.services.settings.updateUser(user.id, { environment: 'theirs' });
    aheadMs = 5000;
    await expect(cut.rest()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('a stream ends when its reader is bound to an environment, and begins anew with that one alone', async () => {
  const { user, headers } = await viewer('bo@example.org');
  const events = await readEvents(watchChanges, { headers });
  await events.next('changed');
  await database.services.settings.updateUser(user.id, { environment: 'theirs' });
  aheadMs = 5000;
  await expect(events.next('changed')).rejects.toThrow('the stream ended before changed');
  const again = await readEvents(watchChanges, { headers });
  expect((await again.next<{ what: string }>('changed')).data.what).toBe('start');
  await again.close();
});

it('one reader has twenty streams at most, and leaves places to others', async () => {
  const { settings } = database.services;
  const newKey = async (name: string) => {
    const { secret } = await settings.createKey({ name, scope: 'read' });
    return { host: 'localhost:3000', authorization: `Bearer ${secret}` };
  };
  const [one, other] = [await newKey('one'), await newKey('other')];
  const open = await Promise.all(
    Array.from({ length: 20 }, () => readEvents(watchChanges, { headers: one })),
  );
  await expect(readEvents(watchChanges, { headers: one })).rejects.toThrow(/^503 .*of yours are open/);
  open.push(await readEvents(watchChanges, { headers: other }));
  await open.shift()?.close();
  open.push(await readEvents(watchChanges, { headers: one }));
  for (const events of open) await events.close();
});

it('a reader who has gone before a stream begins takes no place', async () => {
  const { secret } = await database.services.settings.createKey({ name: 'hasty', scope: 'read' });
  const headers = { host: 'localhost:3000', authorization: `Bearer ${secret}` };
  for (let times = 0; times < 60; times += 1) {
    const request = new Request('http://localhost:3000/api/v1/changes', {
      headers,
      signal: AbortSignal.abort(),
    });
    await watchChanges(request, { params: Promise.resolve(undefined) });
  }
  const events = await readEvents(watchChanges, { headers });
  expect((await events.next<{ what: string }>('changed')).data.what).toBe('start');
  await events.close();
});
