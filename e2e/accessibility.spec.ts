import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';

test.use({ serviceOptions: { args: ['--demo'] } });

const RANGE = 'from=now-1h&to=now';

interface Invocation {
  readonly traceId: string;
  readonly spanId: string;
  readonly functionId: string;
  readonly outcome: string;
}

/** What axe complains about on the page as it is, one line for each element. */
async function complaints(page: Page, colorScheme = 'light'): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  // Nothing but colours differs in the dark.
  if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${help} | ${target.join(' ')} | ${failureSummary}`,
    ),
  );
}

test('axe finds nothing on any screen, in light and in dark', async ({ service, page }) => {
  test.setTimeout(600_000);
  const { items } = await until(
    () => api<List<Invocation>>(service.url, `/invocations?${RANGE}&limit=200`),
    ({ items: rows }) => rows.some(({ outcome }) => outcome !== 'ok') && rows.length > 20,
    120_000,
  );
  const failed = items.find(({ outcome }) => outcome !== 'ok');
  const errors = await until(
    () => api<List<{ fingerprint: string }>>(service.url, `/errors?${RANGE}`),
    (list) => list.items.length > 0,
  );
  const trace = `/traces/${failed?.traceId}`;
  const rules = await api<List<{ id: string }>>(service.url, '/alerts/rules');
  const incidents = await api<List<{ id: string }>>(service.url, `/alerts/incidents?${RANGE}`);
  const [one, other] = items;
  const screens = [
    '/map',
    `/invocations/compare?a=${one?.traceId}.${one?.spanId}&b=${other?.traceId}.${other?.spanId}`,
    `/invocations/differences?${RANGE}&outcome=error`,
    '/logs/tail',
    ...rules.items.slice(0, 1).flatMap(({ id }) => [`/alerts/rules/${id}`, `/alerts/rules/${id}/edit`]),
    ...incidents.items.slice(0, 1).map(({ id }) => `/alerts/incidents/${id}`),
    '/settings/account',
    '/settings/keys',
    '/settings/users',
    '/welcome',
    '/',
    '/functions',
    `/functions/${failed?.functionId}`,
    '/invocations',
    '/traces',
    `${trace}?span=${failed?.spanId}`,
    `${trace}?view=flame&span=${failed?.spanId}`,
    `${trace}?view=table&find=e`,
    '/traces/open',
    '/logs',
    '/logs?view=patterns',
    '/errors?state=all',
    `/errors/${errors.items[0]?.fingerprint}`,
    '/costs',
    '/costs/calculator',
    '/costs/prices',
    '/costs/prices/new',
    '/costs/capacity',
    '/alerts',
    '/alerts/rules/new',
    '/alerts/channels/new',
    '/settings/privacy',
    '/settings/retention',
    '/no-such-screen',
  ];
  const found: string[] = [];
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const screen of screens) {
    // A tail is never idle.
    const waitUntil = screen === '/logs/tail' ? 'load' : 'networkidle';
    await page.goto(service.url + screen, { waitUntil });
    await expect(page.getByRole('heading', { level: 1 }), screen).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await complaints(page, colorScheme)).map((one) => `${colorScheme} ${screen}: ${one}`));
    }
  }
  expect(found).toEqual([]);
});

test('axe finds nothing in what opens: menus, help, a refused file', async ({ service, page }) => {
  const { items } = await until(
    () => api<List<Invocation>>(service.url, `/invocations?${RANGE}&limit=10`),
    (list) => list.items.length > 0,
    120_000,
  );
  const found: string[] = [];
  const look = async (what: string) => {
    found.push(...(await complaints(page)).map((one) => `${what}: ${one}`));
  };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${service.url}/traces/${items[0]?.traceId}`);
  await page.getByRole('button', { name: /Copy the trace/ }).click();
  await expect(page.getByRole('dialog', { name: 'Copy the trace' })).toBeVisible();
  await look('copy menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keys' }).click();
  await expect(page.getByRole('dialog', { name: 'Keys', exact: true })).toBeVisible();
  await look('keys');
  await page.goto(`${service.url}/traces/open`);
  const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await look('refused file');
  expect(found).toEqual([]);
});

test.describe('with keys required', () => {
  test.use({ serviceOptions: { env: { FAASLENS_AUTH: 'required' } } });

  test('axe finds nothing on the sign-in page', async ({ service, page }) => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${service.url}/traces`);
      await expect(page).toHaveURL(/[/]login/);
      found.push(...(await complaints(page)));
    }
    expect(found).toEqual([]);
  });
});
