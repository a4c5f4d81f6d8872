import { describe, expect, it } from 'vitest';
import type { Key, KeyScope, Scope } from '../settings/settings';
import { createDoor, type DoorConfig } from './authorize';

const ADMIN_SECRET = 'an-admin-key-from-the-environment';
const KEYS: Readonly<Record<string, Pick<Key, 'id' | 'scope' | 'environment'>>> = {
  'ingest-secret': { id: 'k1', scope: 'ingest', environment: null },
  'read-secret': { id: 'k2', scope: 'read', environment: null },
  'admin-secret': { id: 'k3', scope: 'admin', environment: null },
};
const LOCAL: DoorConfig = { auth: 'auto', host: '127.0.0.1', publicUrl: null, adminKey: null, tls: null };

interface Asked {
  readonly config?: Partial<DoorConfig>;
  readonly method?: string;
  readonly scope?: KeyScope;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `open`, `key:<scope>`, `admin key`, or the code of the refusal. */
async function ask({ config, method = 'GET', scope = 'read', headers = {} }: Asked): Promise<string> {
  const all: Record<string, string> = { host: 'localhost:3000', ...headers };
  const door = createDoor({
    config: { ...LOCAL, ...config },
    findKey: async (secret) => KEYS[secret] ?? null,
  });
  try {
    const access = await door.authorize({ method, header: (name) => all[name] }, scope);
    if (access.byAdminKey) return 'admin key';
    return access.keyId === null && !headers.authorization ? 'open' : `key:${access.scope}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

describe('auto asks for nothing at this machine', () => {
  it.each(['localhost', 'localhost:3000', 'LOCALHOST:3000', '127.0.0.1:3000', '127.8.9.1', '[::1]:3000'])(
    'when Host is %s',
    async (host) => expect(await ask({ headers: { host } })).toBe('open'),
  );

  it.each(['::1', 'localhost', '127.0.0.1'])('when bound to %s', async (host) =>
    expect(await ask({ config: { host } })).toBe('open'),
  );

  it.each<[string, Asked, string]>([
    ['it is bound to every address', { config: { host: '0.0.0.0' } }, 'unauthenticated'],
    ['it is bound to a private address', { config: { host: '10.0.0.5' } }, 'unauthenticated'],
    ['there is a public URL', { config: { publicUrl: 'https://lens.example' } }, 'unauthenticated'],
    ['a key is required', { config: { auth: 'required' } }, 'unauthenticated'],
  ])('but not when %s', async (_, asked, code) => expect(await ask(asked)).toBe(code));

  it.each([
    ['forwarded', 'for=203.0.113.7'],
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-host', 'lens.example'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '443'],
    ['x-forwarded-server', 'proxy'],
    ['x-forwarded-prefix', ''],
    ['x-real-ip', '203.0.113.7'],
    ['via', '1.1 proxy'],
  ])('but not when a proxy adds %s: %s', async (name, value) => {
    expect(await ask({ headers: { [name]: value } })).toBe('unauthenticated');
    expect(await ask({ headers: { [name]: value, ...bearer('read-secret') } })).toBe('key:read');
  });

  it('and never when off', async () => {
    expect(
      await ask({ config: { auth: 'off', host: '0.0.0.0' }, headers: { 'x-forwarded-for': '1.2.3.4' } }),
    ).toBe('open');
  });
});

describe('a foreign Host is refused in every mode, key or not', () => {
  const foreign = [
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'evil.localhost',
    'localhost@evil.example',
    'localhost:3000@evil.example',
    '127.0.0.1.nip.io',
    '127.1',
    '2130706433',
    '10.0.0.5',
    '[::2]',
    'localhost:3000, evil.example',
    'localhost/evil',
    'localhost:abc',
    '',
  ];
  it.each(foreign)('Host %j', async (host) => {
    for (const auth of ['auto', 'required', 'off'] as const)
      expect(await ask({ config: { auth }, headers: { host, ...bearer('admin-secret') } })).toBe('forbidden');
  });

  it.each<[string, Partial<DoorConfig>, string]>([
    ['the public host', { publicUrl: 'https://lens.example' }, 'lens.example'],
    [
      'the public host in mixed case with a port',
      { publicUrl: 'https://Lens.Example:8443' },
      'LENS.example:8443',
    ],
    ['the bound address', { host: '10.0.0.5' }, '10.0.0.5:3000'],
    ['the bound IPv6 address', { host: 'fd00::5' }, '[fd00::5]:3000'],
    ['an address when bound to all', { host: '0.0.0.0' }, '10.9.8.7:3000'],
    ['an IPv6 address when bound to all', { host: '::' }, '[fd00::7]:3000'],
  ])('but %s is our own', async (_, config, host) => {
    expect(await ask({ config, headers: { host, ...bearer('read-secret') } })).toBe('key:read');
    expect(await ask({ config, headers: { host } })).toBe('unauthenticated');
  });

  it('and bound to all addresses a name is still foreign, and with a public URL other addresses are too', async () => {
    expect(await ask({ config: { host: '0.0.0.0' }, headers: { host: 'evil.example' } })).toBe('forbidden');
    const config = { host: '0.0.0.0', publicUrl: 'https://lens.example' };
    expect(await ask({ config, headers: { host: '10.9.8.7' } })).toBe('forbidden');
  });
});

describe('a foreign Origin is refused in every mode', () => {
  const posts = (origin: string, more: Asked = {}) =>
    ask({ method: 'POST', scope: 'admin', ...more, headers: { origin, ...more.headers } });

  it.each([
    'http://evil.example',
    'null',
    'http://localhost:5173',
    'http://localhost',
    'http://127.0.0.1:3000',
    'http://localhost:3000.evil.example',
    'http://localhost:3000@evil.example',
    'http://evil.example#localhost:3000',
    'file://',
    'chrome-extension://abc',
    '',
  ])('Origin %j', async (origin) => {
    for (const auth of ['auto', 'required', 'off'] as const)
      expect(await posts(origin, { config: { auth }, headers: bearer('admin-secret') })).toBe('forbidden');
    expect(await ask({ headers: { origin } })).toBe('forbidden');
  });

  it('but the page that we served may call', async () => {
    expect(await posts('http://localhost:3000')).toBe('open');
    expect(await posts('HTTP://LocalHost:3000')).toBe('open');
    expect(await posts('http://[::1]:3000', { headers: { host: '[::1]:3000' } })).toBe('open');
    expect(await posts('http://localhost', { headers: { host: 'localhost:80' } })).toBe('open');
  });

  it('and behind a proxy the public origin may, in its own scheme only', async () => {
    const config = { publicUrl: 'https://lens.example' };
    const headers = { host: 'lens.example', ...bearer('admin-secret') };
    expect(await posts('https://lens.example', { config, headers })).toBe('key:admin');
    expect(
      await posts('https://lens.example', { config, headers: { ...headers, host: 'localhost:3000' } }),
    ).toBe('key:admin');
    expect(await posts('http://lens.example', { config, headers })).toBe('forbidden');
    expect(await posts('https://lens.example:8443', { config, headers })).toBe('forbidden');
  });

  it.each<[string, Asked, string]>([
    [
      'cross-site call',
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
      'forbidden',
    ],
    [
      'call of another port',
      { headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' } },
      'forbidden',
    ],
    [
      'cross-site form',
      { method: 'POST', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } },
      'forbidden',
    ],
    ['followed link', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } }, 'open'],
    ['typed address', { headers: { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' } }, 'open'],
    ['own call', { headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' } }, 'open'],
  ])('as Sec-Fetch-Site tells: a %s', async (_, asked, result) => expect(await ask(asked)).toBe(result));
});

describe('a key opens what its scope names and nothing more', () => {
  const required = { auth: 'required' } as const;
  it.each<[string, KeyScope, string]>([
    ['ingest', 'ingest', 'key:ingest'],
    ['ingest', 'read', 'forbidden'],
    ['ingest', 'admin', 'forbidden'],
    ['read', 'ingest', 'forbidden'],
    ['read', 'read', 'key:read'],
    ['read', 'admin', 'forbidden'],
    ['admin', 'ingest', 'key:admin'],
    ['admin', 'read', 'key:admin'],
    ['admin', 'admin', 'key:admin'],
  ])('%s key asked for %s', async (key, scope, result) => {
    expect(await ask({ config: required, scope, headers: bearer(`${key}-secret`) })).toBe(result);
    const cookie = `a=b; faaslens_key=${key}-secret; c`;
    expect((await ask({ config: required, scope, headers: { cookie } })).replace('open', 'key')).toBe(result);
  });

  it.each(['Bearer wrong', 'bearer', 'Bearer ', 'Basic cmVhZA==', 'read-secret', 'Bearer read-secret x'])(
    'Authorization %j opens nothing',
    async (authorization) =>
      expect(await ask({ config: required, headers: { authorization } })).toBe('unauthenticated'),
  );

  it('the scheme is read without regard to case, and a wrong bearer is not saved by a good cookie', async () => {
    expect(await ask({ config: required, headers: { authorization: 'bEARER read-secret' } })).toBe(
      'key:read',
    );
    const headers = { ...bearer('wrong'), cookie: 'faaslens_key=read-secret' };
    expect(await ask({ config: required, headers })).toBe('unauthenticated');
    expect(await ask({ config: required, headers: { cookie: 'faaslens_key=%E0%A4%A' } })).toBe(
      'unauthenticated',
    );
  });

  it('the admin key of the environment opens everything', async () => {
    const config = { ...required, adminKey: ADMIN_SECRET };
    expect(await ask({ config, scope: 'admin', headers: bearer(ADMIN_SECRET) })).toBe('admin key');
    expect(await ask({ config, scope: 'admin', headers: bearer(`${ADMIN_SECRET}x`) })).toBe(
      'unauthenticated',
    );
  });
});

describe('ingest is reached under any name, but not by browsers', () => {
  const sends: Asked = { method: 'POST', scope: 'ingest', config: { host: '0.0.0.0' } };
  const host = 'collector.internal:4318';

  it('a valid key is enough', async () => {
    expect(await ask({ ...sends, headers: { host, ...bearer('ingest-secret') } })).toBe('key:ingest');
    expect(await ask({ ...sends, headers: { host } })).toBe('unauthenticated');
    expect(await ask({ ...sends, headers: { host, ...bearer('wrong') } })).toBe('unauthenticated');
    expect(await ask({ ...sends, headers: { host, ...bearer('read-secret') } })).toBe('forbidden');
  });

  it('auto on loopback asks for a key under a foreign name', async () => {
    expect(await ask({ ...sends, config: {}, headers: { host } })).toBe('unauthenticated');
    expect(await ask({ ...sends, config: {} })).toBe('open');
    expect(await ask({ ...sends, config: { auth: 'off' }, headers: { host } })).toBe('open');
  });

  it.each<[string, Asked]>([
    ['names an origin', { headers: { host, origin: 'http://collector.internal:4318' } }],
    [
      'is a rebound page',
      { headers: { host: 'evil.example', origin: 'http://evil.example' }, config: { auth: 'off' } },
    ],
    ['tells its site', { headers: { host, 'sec-fetch-site': 'same-origin' } }],
    ['only reads', { method: 'GET', headers: { host } }],
  ])('a browser that %s is refused', async (_, asked) => {
    expect(await ask({ ...sends, ...asked, headers: { ...bearer('ingest-secret'), ...asked.headers } })).toBe(
      'forbidden',
    );
  });
});

it('tells a key the scope and a person the role that would do', async () => {
  const door = createDoor({
    config: { ...LOCAL, auth: 'required' },
    findKey: async (secret) => KEYS[secret] ?? null,
    findSession: async () => ({ sessionId: 's1', userId: 'u1', role: 'viewer', environment: null }),
  });
  const refusal = async (scope: Scope, headers: Readonly<Record<string, string>>) => {
    const all: Readonly<Record<string, string>> = { host: 'localhost:3000', ...headers };
    const error = await door
      .authorize({ method: 'GET', header: (name) => all[name] }, scope)
      .catch((thrown: unknown) => thrown);
    return error instanceof Error ? error.message : 'let in';
  };
  expect(await refusal('edit', bearer('read-secret'))).toBe(
    'this needs a key of scope admin; yours has read',
  );
  expect(await refusal('read', bearer('ingest-secret'))).toBe(
    'this needs a key of scope read; yours has ingest',
  );
  const cookie = 'faaslens_session=any';
  expect(await refusal('edit', { cookie })).toBe('this is for an editor or an admin; your role gives read');
  expect(await refusal('admin', { cookie })).toBe('this is for an admin; your role gives read');
});

it.each(['ingest', 'read', 'admin'] as const)(
  'tells who has none how a key of scope %s is made',
  async (scope) => {
    const door = createDoor({ config: { ...LOCAL, auth: 'required' }, findKey: async () => null });
    await expect(
      door.authorize({ method: 'GET', header: (name) => (name === 'host' ? 'localhost' : undefined) }, scope),
    ).rejects.toThrow(`"faaslens keys create --scope ${scope}" makes one`);
  },
);
