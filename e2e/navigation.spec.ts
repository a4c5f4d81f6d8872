import type { Page } from '@playwright/test';
import { api, type List, until } from './support/api';
import { expect, withOneService } from './support/fixtures';
import { otlpTraces, post } from './support/send-traces';
import type { Service } from './support/service';

/** Longer than it takes to look at what is shown meanwhile. */
const SLOW_MS = 1500;

async function sendFrom(service: Service, environment: string, id: string): Promise<void> {
  const resource = {
    'service.name': 'shop',
    'faas.name': 'shop',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'deployment.environment.name': environment,
  };
  const root = { traceId: id.repeat(32), spanId: id.repeat(16), name: 'shop', from: -5000, to: -4900 };
  const span = { ...root, attributes: { 'faas.trigger': 'http' } };
  await post(service, '/v1/traces', otlpTraces(resource, Date.now(), [span]));
}

const test = withOneService(async (service) => {
  await sendFrom(service, 'production', 'a');
  await sendFrom(service, 'staging-of-the-shop', 'b');
  await until(
    () => api<List<object>>(service.url, '/functions?from=now-1h'),
    ({ items }) => items.length === 2,
  );
});

/** Lets the server seem slow for what a screen asks when somebody comes to it; not for what is asked beforehand. */
async function slowDown(page: Page, path: string): Promise<void> {
  await page.route(
    (url) => url.pathname === path && url.searchParams.has('_rsc'),
    async (route) => {
      const headers = route.request().headers();
      const isEarly = 'next-router-prefetch' in headers || 'next-router-segment-prefetch' in headers;
      if (!isEarly) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      await route.continue();
    },
  );
}

test('a screen stays, under a line, until the one that was asked for is there', async ({ service, page }) => {
  await page.goto(`${service.url}/functions`, { waitUntil: 'networkidle' });
  const line = page.getByRole('progressbar', { name: 'Loading' });
  const skeleton = page.getByRole('status', { name: 'Loading' });
  const titled = (title: string) => page.getByRole('heading', { level: 1, name: title });
  await slowDown(page, '/invocations');
  await expect(line).toHaveCount(0);

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Invocations' }).click();
  await expect(line).toBeVisible();
  await expect(titled('Functions')).toBeVisible();
  await expect(skeleton).toHaveCount(0);
  await expect(titled('Invocations')).toBeVisible();
  await expect(line).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('error');
  await expect(line).toBeVisible();
  await expect(page).toHaveURL(/outcome=error/);
  await expect(line).toHaveCount(0);

  await page.goBack();
  await expect(page).not.toHaveURL(/outcome=error/);
  await page.goBack();
  await expect(titled('Functions')).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('a click that leads nowhere else leaves no line, nor does one back from the way elsewhere', async ({
  service,
  page,
}) => {
  await page.goto(`${service.url}/functions?environment=staging-of%2Dthe-shop`, { waitUntil: 'networkidle' });
  const line = page.getByRole('progressbar', { name: 'Loading' });
  const screens = page.getByRole('navigation', { name: 'Screens' });
  await screens.getByRole('link', { name: 'Functions' }).click();
  await expect(line).toHaveCount(0);

  await slowDown(page, '/invocations');
  await screens.getByRole('link', { name: 'Invocations' }).click();
  await expect(line).toBeVisible();
  await screens.getByRole('link', { name: 'Functions' }).click();
  await expect(line).toHaveCount(0);
  await page.waitForTimeout(SLOW_MS);
  await expect(page.getByRole('heading', { level: 1, name: 'Functions' })).toBeVisible();
});

test('a form that is left stays, under the line, until the screen that it leads to is there', async ({
  service,
  page,
}) => {
  const line = page.getByRole('progressbar', { name: 'Loading' });
  // While a backtest runs, it can be cancelled, too.
  const cancel = page.locator('main').getByRole('button', { name: 'Cancel' }).first();
  const forms = {
    '/alerts/rules/new': '/alerts',
    '/alerts/channels/new': '/alerts',
    '/costs/prices/new': '/costs/prices',
  };
  for (const path of new Set(Object.values(forms))) await slowDown(page, path);
  for (const [form, next] of Object.entries(forms)) {
    await page.goto(service.url + form, { waitUntil: 'networkidle' });
    await cancel.click();
    await expect(line, form).toBeVisible();
    await expect(cancel, form).toBeVisible();
    await expect(page).toHaveURL(service.url + next);
    await expect(line, form).toHaveCount(0);
  }
});

test('a phone folds the filters of a list behind a button that says how many are set', async ({
  service,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, filter] of [
    ['/invocations', 'Outcome'],
    ['/traces', 'Errors'],
  ] as const) {
    await page.goto(service.url + path, { waitUntil: 'networkidle' });
    const choice = page.getByRole('combobox', { name: filter });
    await expect(choice).toBeHidden();
    const presets = await page.getByRole('list', { name: 'Presets' }).boundingBox();
    const narrow = await page.getByRole('button', { name: 'Show what to narrow by' }).boundingBox();
    expect((narrow?.y ?? 999) - (presets?.y ?? 0), `${path} has more than two rows`).toBeLessThan(100);
    await page.getByRole('button', { name: 'Show filters', exact: true }).click();
    await choice.selectOption({ index: 1 });
    await expect(page.getByRole('button', { name: 'Hide filters, 1 set' })).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 900 });
    await expect(page.getByRole('button', { name: /filters, 1 set$/ })).toBeHidden();
    await expect(choice).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
  }
});

test('what narrows a screen takes two rows of a phone, also with two typed times', async ({
  service,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const range = 'from=2026-11-20T10:00:00.000Z&to=2026-11-23T09:00:00.000Z';
  for (const path of ['/', '/invocations']) {
    await page.goto(`${service.url}${path}?${range}&environment=staging-of-the-shop`);
    const header = page.locator('header').first();
    await expect(header.getByRole('combobox', { name: 'Environment' })).toBeVisible();
    const box = await header.boundingBox();
    expect(box?.height, path).toBeLessThan(100);
    const chosen = await header.getByRole('combobox', { name: 'Environment' }).boundingBox();
    expect(chosen?.width, path).toBeGreaterThan(60);
  }
});
