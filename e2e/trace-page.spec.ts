import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, withOneService } from './support/fixtures';
import { post } from './support/send-traces';
import { id, sendStory, TRACE } from './support/story-trace';

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
  await expect(page.getByRole('table', { name: 'Functions that trigger others' })).toContainText('worker');
  await expect(page.locator('path[stroke-dasharray]')).not.toHaveCount(0);
});

test('copies where the browser has no clipboard for pages, as over plain HTTP', async ({
  service,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(
    "window.kept = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', { value: undefined })",
  );
  await page.goto(`${service.url}/traces/${TRACE}`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: /^Copy the trace/ }).click();
  for (const [name, part] of [
    ['Copy id', TRACE],
    ['Copy Markdown', '### Spans'],
    ['Copy OTLP', 'resourceSpans'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => page.evaluate<string>('window.kept.readText()'), name).toContain(part);
  }
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

/** In words for the browser; this folder is compiled without its types. After how many milliseconds `send order` opened. */
const WATCH = `{
  const begun = performance.now();
  new MutationObserver(() => {
    const row = document.querySelector('.waterfall tr[aria-selected=true]');
    if (row?.textContent.includes('send order')) window.openedAfter ??= performance.now() - begun;
  }).observe(document.querySelector('.waterfall'), { subtree: true, childList: true, attributes: true });
}`;

test('the details of a span stay until those of the next one are there, or are long in coming', async ({
  service,
  page,
}) => {
  await page.goto(`${service.url}/traces/${TRACE}`);
  await row(page, 'load cart').click();
  const attributes = page.getByRole('table', { name: 'Attributes of the resource' });
  await expect(attributes).toBeVisible();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`**/spans/${id('4')}`, async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate(WATCH);
  await row(page, 'send order').click();
  await expect(page.getByRole('status', { name: 'Loading the span' })).toBeVisible();
  expect(await page.evaluate('window.openedAfter')).toBeGreaterThan(390);
  answer();
  await expect(attributes).toBeVisible();
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
  await expect(page.getByText('The file is not JSON.')).toBeVisible();
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
