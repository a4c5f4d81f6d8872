import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { complaints } from './support/axe';
import { test as base, expect, withOneService } from './support/fixtures';
import { ROOT, type Service } from './support/service';

const run = promisify(execFile);
const OVERVIEW = '/api/v1/overview?from=now-1h&to=now';
const EMPTY = JSON.stringify({ resourceSpans: [] });

/** Node's fetch refuses to set Host; this sends exactly the headers given. */
function status(url: string, headers: Record<string, string> = {}, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function createKey(service: Service, scope: string): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [join(ROOT, 'bin/faaslens.mjs'), 'keys', 'create', '--scope', scope, '--name', `${scope} of the test`],
    {
      env: { ...process.env, FAASLENS_DATA_DIR: service.dataDir },
    },
  );
  const secret = /fl_[a-z]+_[A-Za-z0-9]+/.exec(stdout)?.[0];
  if (!secret) throw new Error(`no secret in:\n${stdout}`);
  return secret;
}

const json = { 'content-type': 'application/json' };
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

base.describe('with no settings', () => {
  const test = withOneService();

  test('on this machine nothing is asked for', async ({ service }) => {
    expect(await status(service.url + OVERVIEW)).toBe(200);
    expect(await status(`${service.otlp}/v1/traces`, json, EMPTY)).toBe(200);
  });

  test('a request that a reverse proxy brought needs a key', async ({ service }) => {
    const marks = [
      { forwarded: 'for=203.0.113.9' },
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-host': 'lens.example.org' },
      { 'x-forwarded-proto': 'https' },
    ];
    for (const mark of marks) {
      expect(await status(service.url + OVERVIEW, mark), JSON.stringify(mark)).toBe(401);
      expect(
        await status(`${service.otlp}/v1/traces`, { ...json, ...mark }, EMPTY),
        JSON.stringify(mark),
      ).toBe(401);
    }
    const key = await createKey(service, 'read');
    expect(await status(service.url + OVERVIEW, { 'x-forwarded-for': '203.0.113.9', ...bearer(key) })).toBe(
      200,
    );
  });

  test('a foreign Host or Origin is refused, with a key too', async ({ service }) => {
    const key = await createKey(service, 'admin');
    expect(await status(service.url + OVERVIEW, { host: 'rebound.example.org' })).toBe(403);
    expect(await status(service.url + OVERVIEW, { host: 'rebound.example.org', ...bearer(key) })).toBe(403);
    expect(await status(service.url + OVERVIEW, { origin: 'https://evil.example.org', ...bearer(key) })).toBe(
      403,
    );
    expect(
      await status(`${service.otlp}/v1/traces`, { ...json, origin: 'https://evil.example.org' }, EMPTY),
    ).toBe(403);
  });
});

base.describe('with keys required', () => {
  const test = withOneService();
  test.use({ serviceOptions: { env: { FAASLENS_AUTH: 'required' } } });

  test('each key opens its own scope only, and none once revoked', async ({ service }) => {
    const [ingest, read] = [await createKey(service, 'ingest'), await createKey(service, 'read')];
    expect(await status(service.url + OVERVIEW)).toBe(401);
    expect(await status(service.url + OVERVIEW, bearer('fl_read_wrong'))).toBe(401);
    expect(await status(service.url + OVERVIEW, bearer(read))).toBe(200);
    expect(await status(service.url + OVERVIEW, bearer(ingest))).toBe(403);
    expect(await status(`${service.otlp}/v1/traces`, { ...json, ...bearer(ingest) }, EMPTY)).toBe(200);
    expect(await status(`${service.otlp}/v1/traces`, { ...json, ...bearer(read) }, EMPTY)).toBe(403);
    expect(await status(`${service.otlp}/v1/traces`, json, EMPTY)).toBe(401);
    expect(await status(`${service.url}/api/v1/keys`, bearer(read))).toBe(403);

    const admin = await createKey(service, 'admin');
    const listed = await (await fetch(`${service.url}/api/v1/keys`, { headers: bearer(admin) })).text();
    expect(listed).not.toContain(ingest);
    const { items } = JSON.parse(listed) as { items: readonly { id: string; scope: string }[] };
    const id = items.find(({ scope }) => scope === 'ingest')?.id;
    await run(process.execPath, [join(ROOT, 'bin/faaslens.mjs'), 'keys', 'revoke', id ?? ''], {
      env: { ...process.env, FAASLENS_DATA_DIR: service.dataDir },
    });
    // Within 5 s; a busy machine takes some of its own.
    await expect
      .poll(() => status(`${service.otlp}/v1/traces`, { ...json, ...bearer(ingest) }, EMPTY), {
        timeout: 30_000,
      })
      .toBe(401);
  });

  test('a person signs in with a key and lands where they wanted to go', async ({ service, page }) => {
    const read = await createKey(service, 'read');
    await page.goto(`${service.url}/functions`);
    await expect(page).toHaveURL(/\/login/);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await complaints(page), `axe on the sign-in page, ${colorScheme}`).toEqual([]);
    }
    await page.getByLabel('Key').fill('fl_read_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'key' })).toBeVisible();
    await page.getByLabel('Key').fill(read);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${service.url}/functions`);
    await expect(page.getByRole('heading', { name: 'Send a first trace' })).toBeVisible();
  });

  test('what is typed before the script of the page is there gets into no address', async ({
    service,
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${service.url}/login`);
    await page.getByLabel('Key').fill('fl_read_typed-too-early');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('try again')).toBeVisible();
    expect(page.url()).toBe(`${service.url}/login`);
    await context.close();
  });

  test('a page for admins asks a reader for another key, once', async ({ service, page }) => {
    const [read, admin] = [await createKey(service, 'read'), await createKey(service, 'admin')];
    await page.goto(`${service.url}/login?next=/alerts`);
    await page.getByLabel('Key').fill(read);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Alerts' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'New rule' })).toHaveCount(0);
    await page.goto(`${service.url}/alerts/rules/new`, { waitUntil: 'networkidle' });
    await expect(page).toHaveURL(/\/login\?.*need=edit/);
    await expect(page.getByText('this page is for an editor or an admin')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.getByLabel('Key').fill(admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${service.url}/alerts/rules/new`);
  });
});
