import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';

const DAY_MS = 24 * 60 * 60_000;
const BROWSER = { device: 'Firefox', address: '192.0.2.7' };
/** What a hash costs is looked at once; the other tests need none that is slow to guess. */
const CHEAP = { ln: 4, r: 8, p: 1 };
const PASSWORD = 'correct horse battery';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock, passwordCost: CHEAP });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

async function firstAdmin() {
  const link = await settings.createSetupLink();
  return settings.acceptLink(
    { token: link?.token ?? '', email: 'Ada@Example.org', password: PASSWORD },
    BROWSER,
  );
}
const invite = (email: string, role: 'viewer' | 'editor' | 'admin' = 'viewer') =>
  settings.createUser({ email, name: email, role, environment: null });
const dump = () => {
  const db = openDatabase(database.file, { readonly: true });
  const rows = ['user', 'session', 'access_link'].map((table) =>
    db.prepare(`SELECT * FROM "${table}"`).all(),
  );
  db.close();
  return JSON.stringify(rows);
};

describe('the first admin', () => {
  it('comes by a link that opens once and is worth nothing when a day is over or another was made', async () => {
    const first = await settings.createSetupLink();
    const second = await settings.createSetupLink();
    await expect(settings.openLink(first?.token ?? '')).rejects.toMatchObject({ code: 'not_found' });
    expect(await settings.openLink(second?.token ?? '')).toEqual({
      kind: 'setup',
      email: null,
      role: 'admin',
    });
    clock += DAY_MS;
    await expect(settings.openLink(second?.token ?? '')).rejects.toMatchObject({ code: 'not_found' });
    const { user, token } = await firstAdmin();
    expect(user).toMatchObject({ email: 'ada@example.org', role: 'admin', state: 'active' });
    expect(await settings.findSession(token)).toMatchObject({ userId: user.id, role: 'admin' });
    expect(await settings.createSetupLink()).toBeNull();
  });

  it('may mistype the address, for the link is used up only by what can be taken', async () => {
    const { token = '' } = (await settings.createSetupLink()) ?? {};
    const use = (email: string) => settings.acceptLink({ token, email, password: PASSWORD }, BROWSER);
    await expect(use('ada@example')).rejects.toThrow('email: must be an e-mail address');
    expect((await use('ada@example.org')).user.role).toBe('admin');
  });

  it('may have the address of an account that was disabled', async () => {
    const { user } = await invite('ada@example.org');
    await settings.updateUser(user.id, { disabled: true });
    const admin = await firstAdmin();
    expect(admin.user).toMatchObject({ id: user.id, role: 'admin', state: 'active' });
    expect(await settings.findSession(admin.token)).toMatchObject({ userId: user.id, role: 'admin' });
  });

  it('is made once when two use the link at the same time', async () => {
    const { token = '' } = (await settings.createSetupLink()) ?? {};
    const use = (email: string) => settings.acceptLink({ token, email, password: PASSWORD }, BROWSER);
    const results = await Promise.allSettled([use('one@example.org'), use('two@example.org')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await settings.listUsers()).toHaveLength(1);
  });
});

describe('a user', () => {
  it('is invited, chooses a password, signs in, and nothing of that can be read in the database', async () => {
    await settings.close();
    settings = await openSettings({ databaseFile: database.file, now: () => clock });
    await firstAdmin();
    const { user, link } = await invite('Bo@example.org', 'editor');
    expect([user.state, (await settings.openLink(link.token)).kind]).toEqual(['invited', 'invite']);
    await settings.acceptLink({ token: link.token, password: 'another long secret' }, BROWSER);
    const { token, session } = await settings.signIn(
      { email: ' BO@example.org ', password: 'another long secret' },
      BROWSER,
    );
    expect(session).toMatchObject({ userId: user.id, device: 'Firefox', address: '192.0.2.7' });
    expect(dump()).not.toMatch(new RegExp(`${token}|${link.token}|another long secret`));
    expect(dump()).toMatch(/\$scrypt\$ln=15,r=8,p=3\$/);
  });

  it('is told the same for a wrong password, an unknown address and a disabled account', async () => {
    await firstAdmin();
    const { user, link } = await invite('bo@example.org');
    await settings.acceptLink({ token: link.token, password: PASSWORD }, BROWSER);
    const refusal = (email: string, password: string) =>
      settings.signIn({ email, password }, BROWSER).catch((error: Error) => error.message);
    const wrong = await refusal('bo@example.org', 'not the password');
    const unknown = await refusal('nobody@example.org', PASSWORD);
    await settings.updateUser(user.id, { disabled: true });
    expect(
      new Set([wrong, unknown, await refusal('bo@example.org', PASSWORD), await refusal('', '')]).size,
    ).toBe(1);
  });

  it.each(['short', 'aaaaaaaaaaaaaa', 'password1234', 'Passw0rd!!!!', '123456789012', 'x'.repeat(300)])(
    'may not choose %s',
    async (password) => {
      const { token = '' } = (await settings.createSetupLink()) ?? {};
      await expect(settings.acceptLink({ token, email: 'a@b.org', password }, BROWSER)).rejects.toMatchObject(
        {
          code: 'invalid_input',
          message: expect.stringMatching(/^password: /),
        },
      );
      expect((await settings.openLink(token)).kind).toBe('setup');
    },
  );

  it('loses every session when disabled or given a new password, and the last admin stays', async () => {
    const admin = await firstAdmin();
    await expect(settings.updateUser(admin.user.id, { disabled: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(settings.updateUser(admin.user.id, { role: 'viewer' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const link = await settings.createUserLink(admin.user.id);
    const { token } = await settings.acceptLink({ token: link.token, password: 'a wholly new one' }, BROWSER);
    expect(await settings.findSession(admin.token)).toBeNull();
    const other = await invite('bo@example.org', 'admin');
    // Who is invited may never come.
    await expect(settings.updateUser(admin.user.id, { disabled: true })).rejects.toThrow(/last admin/);
    await settings.acceptLink({ token: other.link.token, password: PASSWORD }, BROWSER);
    await settings.updateUser(admin.user.id, { disabled: true });
    expect(await settings.findSession(token)).toBeNull();
    await expect(settings.createUserLink(admin.user.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is invited once when two ask for it at the same time', async () => {
    const made = await Promise.allSettled([invite('bo@example.org'), invite('bo@example.org')]);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toEqual([expect.objectContaining({ code: 'conflict' })]);
  });

  it('stays one of two admins who take the rights of each other at once', async () => {
    const admin = await firstAdmin();
    const other = await invite('bo@example.org', 'admin');
    const changes = await Promise.allSettled(
      [admin.user.id, other.user.id].map((id) => settings.updateUser(id, { role: 'viewer' })),
    );
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const roles = (await settings.listUsers()).map(({ role }) => role);
    expect(roles.sort()).toEqual(['admin', 'viewer']);
  });

  it('is bound to an environment as a viewer only', async () => {
    await firstAdmin();
    const input = { email: 'bo@example.org', name: 'Bo', environment: 'staging' } as const;
    await expect(settings.createUser({ ...input, role: 'editor' })).rejects.toThrow(
      /^environment: only a viewer/,
    );
    const { user } = await settings.createUser({ ...input, role: 'viewer' });
    await expect(settings.updateUser(user.id, { role: 'editor', environment: 'staging' })).rejects.toThrow(
      /only a viewer/,
    );
    expect(await settings.updateUser(user.id, { role: 'editor' })).toMatchObject({ environment: null });
    await expect(settings.createUser({ ...input, role: 'viewer' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('changes the own password, which ends the other sessions', async () => {
    const { user, token, session } = await firstAdmin();
    const other = await settings.signIn({ email: user.email, password: PASSWORD }, BROWSER);
    const change = (current: string) =>
      settings.changePassword(user.id, { current, next: 'a wholly new one' }, session.id);
    await expect(change('wrong')).rejects.toMatchObject({ code: 'forbidden' });
    await change(PASSWORD);
    expect(await settings.findSession(token)).not.toBeNull();
    expect(await settings.findSession(other.token)).toBeNull();
  });
});

describe('a session', () => {
  it('is over after a week without use, after a month in any case, and when it is ended', async () => {
    const { user, token } = await firstAdmin();
    for (let day = 0; day < 29; day += 1) {
      clock += DAY_MS;
      expect(await settings.findSession(token)).not.toBeNull();
    }
    clock += DAY_MS;
    expect(await settings.findSession(token)).toBeNull();
    const signIn = () => settings.signIn({ email: user.email, password: PASSWORD }, BROWSER);
    const idle = await signIn();
    clock += 7 * DAY_MS;
    expect(await settings.findSession(idle.token)).toBeNull();
    const { token: last, session } = await signIn();
    expect((await settings.listSessions(user.id)).map(({ id }) => id)).toEqual([session.id]);
    await expect(settings.endSession(session.id, 'usr_other')).rejects.toMatchObject({ code: 'not_found' });
    await settings.endSession(session.id, user.id);
    expect(await settings.findSession(last)).toBeNull();
  });
});

describe('single sign-on', () => {
  const ada = {
    issuer: 'https://id.example.org',
    subject: '7',
    email: 'ada@example.org',
    emailVerified: true,
    name: 'Ada',
  };
  const provider = {
    issuer: 'https://id.example.org',
    clientId: 'faaslens',
    clientSecret: 'a-client-secret',
    label: 'Example',
    domains: ['example.org'],
    role: 'viewer',
  } as const;

  it('lets in who was invited, who is known and who has an address of a domain, and nobody else', async () => {
    await firstAdmin();
    await expect(settings.signInAs({ ...ada, email: 'bo@other.org' }, BROWSER)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(settings.signInAs({ ...ada, emailVerified: false }, BROWSER)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await settings.signInAs(ada, BROWSER)).user).toMatchObject({ role: 'admin', singleSignOn: true });
    expect(
      (await settings.signInAs({ ...ada, email: 'renamed@example.org', emailVerified: false }, BROWSER)).user
        .email,
    ).toBe('ada@example.org');
    // Who is known is so by the provider's account, whatever it says of an address.
    expect((await settings.signInAs({ ...ada, email: '' }, BROWSER)).user.email).toBe('ada@example.org');
    await expect(settings.signInAs({ ...ada, subject: '8' }, BROWSER)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await settings.setSingleSignOn(provider);
    const cy = { ...ada, subject: '9', email: 'cy@example.org' };
    expect((await settings.signInAs(cy, BROWSER)).user).toMatchObject({ role: 'viewer', state: 'active' });
    await expect(
      settings.signInAs({ ...cy, subject: '10', email: 'cy@sub.example.org' }, BROWSER),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lets the same people in by another provider when it was changed', async () => {
    const { user } = await firstAdmin();
    await settings.signInAs(ada, BROWSER);
    const moved = { ...ada, issuer: 'https://new.example.org', subject: 'a7' };
    await expect(settings.signInAs({ ...moved, emailVerified: false }, BROWSER)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await settings.signInAs(moved, BROWSER)).user.id).toBe(user.id);
    await expect(settings.signInAs({ ...moved, subject: 'a8' }, BROWSER)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('keeps its secret sealed, and does not give it to another issuer', async () => {
    await settings.setSingleSignOn(provider);
    const { clientSecret: _, ...kept } = provider;
    await settings.setSingleSignOn({ ...kept, label: 'Renamed' });
    expect(await settings.openSingleSignOn()).toMatchObject({
      label: 'Renamed',
      clientSecret: 'a-client-secret',
    });
    expect(await settings.getSingleSignOn()).not.toHaveProperty('clientSecret');
    await expect(settings.setSingleSignOn({ ...kept, issuer: 'https://evil.example' })).rejects.toThrow(
      /^clientSecret/,
    );
  });
});
