import type { Page } from '@playwright/test';
import { until } from './support/api';
import { expect, test } from './support/fixtures';
import { invokeLambda, type LambdaRun } from './support/lambda';
import { startWebhookReceiver, type WebhookReceiver } from './support/webhook-receiver';

/** So often that each minute has some. */
const EVERY_MS = 20_000;

test.use({ serviceOptions: { env: { FAASLENS_ALLOW_PRIVATE_WEBHOOKS: '1' } } });

test('a failing function fires the rule made on the screens, the webhook verifies, and the resolved message follows', {
  tag: '@both',
}, async ({ service, page }) => {
  test.setTimeout(1_200_000);
  const receiver = await startWebhookReceiver();

  await page.goto(`${service.url}/alerts/channels/new`);
  await page.getByLabel('Name').fill('On call');
  await page.getByLabel('Webhook URL').fill(receiver.url);
  // The first channel is offered to the default rules; here one rule is to be heard.
  const forDefaultRules = page.getByLabel(/^For all \d+ rules that have no channel yet$/);
  await expect(forDefaultRules).toBeChecked();
  await forDefaultRules.uncheck();
  await page.getByRole('button', { name: 'Create channel' }).click();
  receiver.expectSecret((await page.getByTestId('shown-once').textContent()) ?? '');
  await page.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('link', { name: 'On call' }).click();
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await until(
    () => Promise.resolve(receiver.verified),
    (messages) => messages.length === 1,
  );
  expect(receiver.verified[0]?.type).toBe('alert.test');

  await seeFailingChannel(page, service.url, receiver);

  await page.goto(`${service.url}/alerts/rules/new`);
  await page.getByLabel('Name').fill('Checkout fails');
  await page.getByLabel('Fires above').fill('10');
  await page.getByLabel('Recovers at').fill('5');
  await page.getByLabel('Over the last').fill('1');
  await page.getByLabel('With at least').fill('2');
  await page.getByLabel('Fires after').fill('1');
  await page.getByLabel('Out of (minutes)').fill('1');
  await page.getByLabel('Resolves after').fill('1');
  await page.getByLabel('Wait for late telemetry').fill('5');
  await page.getByLabel('Channel').selectOption({ label: 'On call' });
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(page.getByRole('heading', { name: 'Checkout fails' })).toBeVisible();

  // Again and again: on a busy machine the invocations of one go may lie in different minutes.
  const invoking = (run: Pick<LambdaRun, 'times' | 'event'>) => {
    let nextMs = 0;
    return async () => {
      if (Date.now() >= nextMs) {
        await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp, ...run });
        nextMs = Date.now() + EVERY_MS;
      }
      return receiver.verified;
    };
  };
  const failing = invoking({ times: 4, event: 'checkout-declined' });
  await until(failing, (messages) => messages.some(({ type }) => type === 'alert.firing'), 240_000);
  const firing = receiver.verified.find(({ type }) => type === 'alert.firing');
  expect(firing?.data).toMatchObject({ status: 'firing', rule: { name: 'Checkout fails' }, ends_at: null });
  await page.goto(`${service.url}/`);
  await expect(page.getByText(/^Active incidents: /)).toBeVisible();
  await expect(page.getByRole('link', { name: 'add a channel' })).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'New errors' }).getByRole('link').first()).toBeVisible();
  await page.getByRole('link', { name: 'All incidents' }).click();
  const incidents = page.getByRole('table', { name: 'Incidents' });
  await incidents
    .getByRole('row', { name: /Checkout fails/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('acknowledged', { exact: true })).toBeVisible();
  await page.getByLabel('Add a note').fill('The card service refuses.');
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(page.getByText('The card service refuses.').first()).toBeVisible();
  await expect(page.getByText('Told On call').first()).toBeVisible();
  // A minute of good ones goes by while the rest is looked at.
  const healthy = invoking({ times: 3 });
  await healthy();
  await expect(page.getByRole('table', { name: 'Examples' })).toBeVisible();
  const incident = page.url();
  await page.getByRole('table', { name: 'Examples' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}/);
  await expect(page.getByText('charge card').first()).toBeVisible();
  await page.getByRole('list', { name: 'Errors of this trace' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/errors\/[0-9a-f]{16}/);
  const ofGroup = page.getByRole('link', { name: /^\d+ invocations?$/ });
  const count = Number.parseInt((await ofGroup.textContent()) ?? '', 10);
  await ofGroup.click();
  await expect(page).toHaveURL(/\/invocations\?.*fingerprint=[0-9a-f]{16}/);
  await expect(page.getByRole('table', { name: 'Invocations' }).locator('tbody tr')).toHaveCount(
    Math.min(count, 50),
  );

  await until(healthy, (messages) => messages.some(({ type }) => type === 'alert.resolved'), 240_000);
  const resolved = receiver.verified.find(({ type }) => type === 'alert.resolved');
  expect(resolved?.data).toMatchObject({ status: 'resolved', id: firing?.data.id });
  expect(receiver.verified.map(({ type }) => type)).toEqual([
    'alert.test',
    'alert.firing',
    'alert.acknowledged',
    'alert.resolved',
  ]);
  expect(receiver.refused).toEqual([]);

  await page.goto(incident);
  await expect(page.getByText('resolved', { exact: true })).toBeVisible();
  await page.goto(`${service.url}/alerts`);
  await expect(page.getByRole('table', { name: 'Incidents' }).getByText('resolved').first()).toBeVisible();

  await page.getByRole('table', { name: 'Rules' }).getByRole('link', { name: 'Checkout fails' }).click();
  await page.getByRole('link', { name: 'Edit rule' }).click();
  // The editor tests the rule by itself: it would have caught what it did catch.
  await expect(page.getByRole('table', { name: 'It would have fired' })).toBeVisible();
  const caught = page.getByText(/^Caught:/).locator(`a[href="${new URL(incident).pathname}"]`);
  await expect(caught).toBeVisible();
  await receiver.close();
});

/** A channel whose endpoint is gone is told of where alerts are looked at, until its address is put right. */
async function seeFailingChannel(page: Page, url: string, { goneUrl, url: hookUrl }: WebhookReceiver) {
  await page.goto(`${url}/alerts/channels/new`);
  await page.getByLabel('Name').fill('Old pager');
  await page.getByLabel('Webhook URL').fill(goneUrl);
  await expect(page.getByLabel(/rules that have no channel yet$/)).not.toBeChecked();
  await page.getByRole('button', { name: 'Create channel' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  const banner = page.getByText('Alerts do not reach Old pager: its endpoint is gone, and it is turned off');
  await page.getByRole('link', { name: 'Old pager' }).click();
  await expect(page.getByRole('button', { name: 'Send a test message' })).toBeVisible();
  await expect(banner).toHaveCount(0);
  const queued = page.waitForResponse((response) => response.url().endsWith('/test'));
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await queued;
  await expect(async () => {
    await page.goto(`${url}/alerts`);
    await expect(banner).toBeVisible({ timeout: 5000 });
  }).toPass();
  await expect(page.getByText(/^Since .* The last attempt: answered 410/)).toBeVisible();
  await page.getByRole('link', { name: 'See its deliveries' }).click();
  await expect(page.getByText('This hook was removed.')).toBeVisible();
  await expect(banner).toBeVisible();

  await page.getByLabel('Webhook URL').fill(hookUrl);
  await expect(page.getByLabel('Enabled')).toBeChecked();
  await page.getByRole('button', { name: 'Save channel' }).click();
  await expect(page.getByRole('heading', { name: 'Alerts', exact: true })).toBeVisible();
  await expect(banner).toHaveCount(0);
}
