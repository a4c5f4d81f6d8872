import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, withOneService } from './support/fixtures';
import { otlpTraces, post } from './support/send-traces';
import type { Service } from './support/service';

const TRACE = 'a1'.repeat(16);
const id = (digit: string) => digit.repeat(16);
const LAMBDA = {
  'service.name': 'shop',
  'faas.name': 'shop',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'cloud.region': 'eu-west-1',
};
const request = (requestId: string, more: Readonly<Record<string, string | boolean>> = {}) => ({
  'faas.trigger': 'http',
  'faas.invocation_id': requestId,
  ...more,
});

/** A request that calls a payment whose clock is behind, is retried, and sets off a worker in another trace. */
async function sendStory(service: Service): Promise<void> {
  const now = Date.now() - 60_000;
  await post(
    service,
    '/v1/traces',
    otlpTraces(LAMBDA, now, [
      {
        traceId: TRACE,
        spanId: id('1'),
        name: 'POST /checkout',
        from: 0,
        to: 900,
        error: 'out of time',
        attributes: request('r-1', { 'faas.coldstart': true, 'error.type': 'timeout' }),
      },
      {
        traceId: TRACE,
        spanId: id('2'),
        parentSpanId: id('1'),
        name: 'load cart',
        kind: 1,
        from: 5,
        to: 100,
      },
      {
        traceId: TRACE,
        spanId: id('3'),
        parentSpanId: id('1'),
        name: 'POST api.pay',
        kind: 3,
        from: 110,
        to: 900,
      },
      {
        traceId: TRACE,
        spanId: id('4'),
        parentSpanId: id('1'),
        name: 'send order',
        kind: 4,
        from: 102,
        to: 108,
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces({ ...LAMBDA, 'service.name': 'pay', 'faas.name': 'pay' }, now, [
      {
        traceId: TRACE,
        spanId: id('5'),
        parentSpanId: id('3'),
        name: 'charge',
        from: -4000,
        to: -3500,
        error: 'deadlock detected',
        attributes: request('r-2'),
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces({ ...LAMBDA, 'service.name': 'worker', 'faas.name': 'worker' }, now, [
      {
        traceId: 'b2'.repeat(16),
        spanId: id('6'),
        name: 'order-worker',
        kind: 5,
        from: 1500,
        to: 1600,
        attributes: request('r-3'),
        links: [{ traceId: TRACE, spanId: id('4') }],
      },
    ]),
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces(LAMBDA, now, [
      {
        traceId: 'c3'.repeat(16),
        spanId: id('7'),
        name: 'POST /checkout',
        from: 2000,
        to: 2100,
        attributes: request('r-1'),
      },
    ]),
  );
}

const test = withOneService(sendStory);

const row = (page: Page, name: string) => page.locator('.waterfall tr[data-index]', { hasText: name });

test('a trace tells the whole request: hops, retries, skew, what was waited for; and leads on', async ({
  service,
  page,
}) => {
  await page.goto(`${service.url}/traces/${TRACE}`);
  await expect(page.getByText('the clock of pay is behind')).toBeVisible();
  const story = page.getByRole('list', { name: 'Invocations of the request' });
  await expect(story.getByText('another attempt')).toBeVisible();
  await expect(story.getByText('set off from here')).toBeVisible();

  await row(page, 'POST /checkout').click();
  await expect(page.getByRole('table', { name: 'Where the time went' })).toContainText('charge');
  await page
    .getByRole('table', { name: 'Where the time went' })
    .getByRole('button', { name: 'charge' })
    .click();
  await expect(page).toHaveURL(new RegExp(`span=${id('5')}`));
  await row(page, 'send order').click();
  await expect(
    page.getByRole('region', { name: 'Links' }).getByRole('link', { name: 'worker' }),
  ).toBeVisible();

  await story.getByRole('link', { name: 'worker' }).click();
  await expect(page.getByRole('heading', { name: 'order-worker' })).toBeVisible();
  await page.getByRole('link', { name: `${TRACE} / ${id('4')}` }).click();
  await expect(page.getByRole('heading', { name: 'POST /checkout' })).toBeVisible();

  await page.goto(`${service.url}/map?from=now-1h`);
  await expect(page.getByRole('table', { name: 'Functions that set off others' })).toContainText('worker');
  await expect(page.locator('path[stroke-dasharray]')).not.toHaveCount(0);
});

test('everything is in the URL, Back undoes, and the keyboard does it all', async ({ service, page }) => {
  await page.goto(`${service.url}/traces/${TRACE}`);
  const grid = page.getByRole('treegrid', { name: 'Spans of the trace' });
  await grid.focus();
  await page.keyboard.press('/');
  await page.keyboard.type('deadlock');
  await expect(page.getByRole('search')).toContainText('1');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/find=deadlock/);
  await page.keyboard.press('Escape');
  await grid.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`span=${id('5')}`));
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/errors=only/);
  await expect(row(page, 'load cart')).toHaveCount(0);
  await page.goBack();
  await expect(row(page, 'load cart')).toHaveCount(1);
  await page.keyboard.press('[');
  await expect(page).toHaveURL(/level=/);
  await expect(row(page, 'charge')).toHaveCount(0);
  await page.goBack();
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/zoom=/);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/zoom=/);
  await page.keyboard.press('3');
  await page.getByRole('button', { name: 'Sort by duration' }).click();
  await expect(page).toHaveURL(/sort=-durationMs/);
  const first = page.locator('.waterfall tr[data-index]').first();
  await expect(first).toContainText('POST /checkout');
  await page.reload();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('grid').focus();
  await page.keyboard.press('2');
  const flame = page.getByRole('application', { name: /Flame graph/ });
  await flame.focus();
  // From the failed span, which is still open, to its caller.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`view=flame.*span=${id('3')}|span=${id('3')}.*view=flame`));
  await expect(page.getByText('Attributes', { exact: true })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys', exact: true })).toBeVisible();
});

test('a drag over the minimap zooms, a double click shows all again', async ({ service, page }) => {
  await page.goto(`${service.url}/traces/${TRACE}`);
  const map = page.getByTestId('minimap');
  const box = await map.boundingBox();
  if (box === null) throw new Error('no minimap');
  await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/zoom=22\d.*_4[45]\d/);
  await expect(page.getByRole('button', { name: 'Whole trace' })).toBeVisible();
  await map.dblclick();
  await expect(page).not.toHaveURL(/zoom=/);
});

test('a saved trace opens from its file without a server, as does a file of Jaeger', async ({
  service,
  page,
}, testInfo) => {
  await page.goto(`${service.url}/traces/${TRACE}`);
  await page.getByRole('button', { name: /Copy the trace/ }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as OTLP file' }).click();
  const file = testInfo.outputPath('saved.json');
  await (await saving).saveAs(file);

  const asked: string[] = [];
  page.on('request', (request) => {
    if (['fetch', 'xhr', 'document'].includes(request.resourceType())) asked.push(request.url());
  });
  await page.goto(`${service.url}/traces/open`);
  await page.waitForLoadState('networkidle');
  asked.length = 0;
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(row(page, 'charge')).toBeVisible();
  await row(page, 'charge').click();
  await expect(page.getByRole('table', { name: 'Attributes of the span' })).toContainText('r-2');
  expect(asked).toEqual([]);

  const dropped = JSON.parse(readFileSync(file, 'utf8')) as object;
  expect(dropped).toHaveProperty('resourceSpans');
  const jaeger = {
    data: [
      {
        traceID: 'abc',
        processes: { p1: { serviceName: 'legacy' } },
        spans: [
          {
            traceID: 'abc',
            spanID: '1',
            operationName: 'old root',
            processID: 'p1',
            startTime: 1,
            duration: 9,
          },
        ],
      },
    ],
  };
  await page.evaluate(`{
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(JSON.stringify(jaeger))}], 'jaeger.json'));
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector('[aria-label="File"]').dispatchEvent(drop);
  }`);
  await expect(row(page, 'old root')).toBeVisible();
  await page.locator('input[type=file]').setInputFiles({
    name: 'page.html',
    mimeType: 'text/html',
    buffer: Buffer.from('<html>'),
  });
  await expect(page.getByText('The file is no JSON.')).toBeVisible();
});

test('10,000 spans draw a screenful of rows, however far one scrolls', async ({ service, page }) => {
  const { bigTrace } = await import('./support/big-trace.mjs');
  for (const body of bigTrace({ spans: 10_000, traceId: 'd4'.repeat(16), startMs: Date.now() - 60_000 }))
    await post(service, '/v1/traces', body);
  await page.goto(`${service.url}/traces/${'d4'.repeat(16)}`);
  const rows = page.locator('.waterfall tr[data-index]');
  await expect(rows.first()).toBeVisible();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('End');
  await expect(page.locator('.waterfall tr[aria-rowindex="10001"]')).toBeVisible();
  expect(await rows.count()).toBeLessThan(120);
  await page.getByRole('searchbox', { name: 'Search in the trace' }).fill('deadlock');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search')).toContainText(/^1 of \d+|\d+ of \d+/);
});
