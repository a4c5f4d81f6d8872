import { join } from 'node:path';
import Database from 'better-sqlite3';
import { api, until } from '../api';
import type { Service } from '../service';

type Headers = Readonly<Record<string, string>>;

/** Headers that must open nothing, by what they are. */
export interface Credential {
  readonly name: string;
  readonly headers: Headers;
  /** What the door answers to it. */
  readonly status: 401 | 403;
}

export const bearer = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });

export async function createKey(
  service: Service,
  admin: Headers,
  body: object,
): Promise<{ id: string; secret: string }> {
  const made = await api<{ key: { id: string }; secret: string }>(service.url, '/keys', {
    method: 'POST',
    headers: admin,
    body: JSON.stringify(body),
  });
  return { id: made.key.id, secret: made.secret };
}

/** A person who has signed in by their link; the cookie is as a browser sends it. */
export async function signIn(
  service: Service,
  admin: Headers,
  user: object,
): Promise<{ id: string; cookie: string }> {
  const made = await api<{ user: { id: string }; link: { url: string } }>(service.url, '/users', {
    method: 'POST',
    headers: admin,
    body: JSON.stringify(user),
  });
  const token = made.link.url.split('#')[1]?.replace(/^token=/, '') ?? '';
  const answer = await fetch(`${service.url}/api/v1/links/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: 'correct horse battery staple' }),
  });
  if (!answer.ok) throw new Error(`the link did not open: ${answer.status} ${await answer.text()}`);
  const set = answer.headers.getSetCookie().find((line) => line.startsWith('faaslens_session='));
  return { id: made.user.id, cookie: set?.split(';')[0] ?? '' };
}

/** Nobody, the wrong, the late, those who may only send, and other sites with the best of keys. */
export async function uselessCredentials(service: Service, admin: Headers): Promise<readonly Credential[]> {
  const [expired, revoked, ingest, right] = await Promise.all([
    createKey(service, admin, { name: 'expired', scope: 'admin', expiresInDays: 1 }),
    createKey(service, admin, { name: 'revoked', scope: 'admin' }),
    createKey(service, admin, { name: 'ingest', scope: 'ingest' }),
    createKey(service, admin, { name: 'right', scope: 'admin' }),
  ]);
  const disabled = await signIn(service, admin, { email: 'gone@example.org', name: 'Gone', role: 'admin' });
  const out = await signIn(service, admin, { email: 'out@example.org', name: 'Out', role: 'admin' });
  const works = async (headers: Headers) => (await fetch(`${service.url}/api/v1/keys`, { headers })).status;
  const all = [
    bearer(expired.secret),
    bearer(revoked.secret),
    { cookie: disabled.cookie },
    { cookie: out.cookie },
  ];
  for (const headers of all) {
    const status = await works(headers);
    if (status !== 200) throw new Error(`${JSON.stringify(headers)} never opened anything: ${status}`);
  }

  await api(service.url, `/keys/${revoked.id}`, { method: 'DELETE', headers: admin });
  await api(service.url, '/session', { method: 'DELETE', headers: { cookie: out.cookie } });
  await api(service.url, `/users/${disabled.id}`, {
    method: 'PATCH',
    headers: admin,
    body: JSON.stringify({ disabled: true }),
  });
  letExpire(service.dataDir, expired.id);
  for (const headers of all)
    await until(
      () => works(headers),
      (status) => status === 401,
      10_000,
    );

  const wrong = 'fl_read_0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789abcdef0123456789ab';
  return [
    { name: 'nobody', headers: {}, status: 401 },
    { name: 'a wrong key', headers: bearer(wrong), status: 401 },
    { name: 'a wrong key as a cookie', headers: { cookie: `faaslens_key=${wrong}` }, status: 401 },
    { name: 'a wrong session', headers: { cookie: `faaslens_session=${'a'.repeat(43)}` }, status: 401 },
    { name: 'basic authentication', headers: { authorization: `Basic ${btoa('admin:admin')}` }, status: 401 },
    { name: 'an expired key', headers: bearer(expired.secret), status: 401 },
    { name: 'a revoked key', headers: bearer(revoked.secret), status: 401 },
    { name: 'a session that was ended', headers: { cookie: out.cookie }, status: 401 },
    { name: 'the session of a disabled user', headers: { cookie: disabled.cookie }, status: 401 },
    { name: 'an ingest key', headers: bearer(ingest.secret), status: 403 },
    { name: 'an ingest key as a cookie', headers: { cookie: `faaslens_key=${ingest.secret}` }, status: 403 },
    {
      name: 'a foreign Host with an admin key',
      headers: { ...bearer(right.secret), host: 'rebound.example.org' },
      status: 403,
    },
    {
      name: 'a foreign Origin with an admin key',
      headers: { ...bearer(right.secret), origin: 'https://evil.example.org' },
      status: 403,
    },
    {
      name: 'a frame of another site with an admin key',
      headers: { ...bearer(right.secret), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
      status: 403,
    },
  ];
}

function letExpire(dataDir: string, id: string): void {
  const db = new Database(join(dataDir, 'faaslens.db'));
  db.prepare('UPDATE key SET expires_at = ? WHERE id = ?').run(new Date(Date.now() - 1000).toISOString(), id);
  db.close();
}
