import type { Page } from '@playwright/test';
import { api, type List } from './support/api';
import { complaints } from './support/axe';
import { demoScreens, RANGE, type Screen, stopTraffic } from './support/demo-screens';
import { expect, withOneService } from './support/fixtures';

/** The set-up guide's heading and what lists without rows say; the demo makes no channel, and an incident only by chance. */
const EMPTY =
  /^(?:Send a first trace|No (?!channel yet|incident yet).*(?: yet| matches| in this range)|No function failed|Nothing (?:was (?:invoked|priced)|to show)(?: in this range)?)$/;

/** Everything the console complains about, and requests that failed. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The screen that is not there is asked for.
    const { url } = message.location();
    const isExpected = url.endsWith('/no-such-screen') && message.text().includes('404');
    if (!isExpected) complaints.push(`${message.text()} ${url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(overflow, `${what} is wider than the window`).toBeLessThanOrEqual(0);
}

let screens: readonly Screen[] = [];

const test = withOneService(async (service) => {
  screens = await demoScreens(service);
  stopTraffic(service);
});
test.use({ serviceOptions: { args: ['--demo'] } });

/** So many tests share the screens: one of them all would take longer than a test may. */
const PARTS = 3;

// SCREENSHOTS=1 also leaves pictures of each in test-results/, for people to look at.
for (let part = 1; part <= PARTS; part += 1)
  test(`the demo fills every screen, and axe, the console and a phone find nothing wrong with any, light or dark (${part} of ${PARTS})`, async ({
    service,
    page,
  }, testInfo) => {
    const said = listen(page);
    const found: string[] = [];
    const shoot = async (screen: string, look: string) => {
      const name = screen.replaceAll(/[^a-z]+/gi, '-').slice(0, 60);
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), fullPage: true });
    };
    for (const { path, filled } of screens.filter((_, index) => index % PARTS === part - 1)) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      // A tail is never idle.
      const waitUntil = path === '/logs/tail' ? 'load' : 'networkidle';
      await page.goto(service.url + path, { waitUntil });
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
      if (filled !== undefined) {
        await expect(page.locator(filled).first(), `${path} has data`).toBeVisible();
        await expect(page.getByText(EMPTY), `${path} has an empty part`).toHaveCount(0);
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect(page.locator('html'), `${path} in ${colorScheme}`).toHaveClass(
          colorScheme === 'dark' ? /dark/ : /^(?!.*dark)/,
        );
        found.push(...(await complaints(page, colorScheme)).map((one) => `${colorScheme} ${path}: ${one}`));
        await shoot(path, colorScheme);
      }
      await expectNoOverflow(page, path);
      await page.setViewportSize({ width: 390, height: 900 });
      await expectNoOverflow(page, `${path} on a phone`);
      await shoot(path, 'phone');
    }
    expect(found).toEqual([]);
    expect(said).toEqual([]);
  });

test('axe finds nothing wrong with menus, dialogs and a refused file', async ({ service, page }) => {
  const found: string[] = [];
  const look = async (what: string) => {
    found.push(...(await complaints(page)).map((one) => `${what}: ${one}`));
  };
  const { items } = await api<List<{ traceId: string }>>(service.url, `/invocations?${RANGE}&limit=1`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
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

test('what opens on a phone stays on its screen, wherever its button is', async ({ service, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${service.url}/traces?from=2026-11-20T10:00:00Z&to=now`);
  for (const name of ['Export', 'Saved views', 'Columns', 'Time range']) {
    await page.getByRole('button', { name: new RegExp(`^${name}:`) }).click();
    const box = await page.getByRole('dialog', { name, exact: true }).boundingBox();
    expect(box?.x, name).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999), name).toBeLessThanOrEqual(390);
    await page.keyboard.press('Escape');
  }
  const range = page.getByRole('button', { name: /^Time range/ });
  const [button, zone] = [await range.boundingBox(), await range.getByText('UTC').boundingBox()];
  if (button === null || zone === null) throw new Error('no zone is shown');
  expect(zone.x + zone.width).toBeLessThanOrEqual(button.x + button.width);
});

test('tables of functions, their calls, invocations and alert rules fit windows of 1024 and 1280 px', async ({
  service,
  page,
}) => {
  for (const [path, name] of [
    [`/functions?${RANGE}`, 'Functions'],
    [`/invocations?${RANGE}`, 'Invocations'],
    [`/map?${RANGE}`, 'Calls to dependencies'],
    ['/alerts', 'Rules'],
  ] as const) {
    await page.goto(service.url + path);
    const table = page.getByRole('table', { name });
    await expect(table).toBeVisible();
    for (const width of [1024, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const [inner, outer] = [await table.boundingBox(), await table.locator('xpath=..').boundingBox()];
      expect(inner?.width, `${path} at ${width}`).toBeLessThanOrEqual(outer?.width ?? 0);
    }
  }
});

/** In words for the browser: how far from the left the points of the figures of a column are. */
const POINTS = (cells: string) => `[...document.querySelectorAll('${cells}')].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf('.');
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + 1);
    return [range.getBoundingClientRect().left];
  }
  return [];
})`;

test('the points of the amounts of a column stand below each other', async ({ service, page }) => {
  const lengths: number[] = [];
  for (const [path, name, column] of [
    ['/costs', 'Cost by function', 3],
    ['/costs', 'Cost by function', 6],
    ['/invocations', 'Invocations', 6],
  ] as const) {
    await page.goto(`${service.url}${path}?${RANGE}`, { waitUntil: 'networkidle' });
    const cells = `table[aria-label="${name}"] tbody td:nth-child(${column})`;
    const texts = await page.locator(cells).allInnerTexts();
    lengths.push(new Set(texts.map((text) => text.length)).size);
    const points = await page.evaluate<number[]>(POINTS(cells));
    expect(points.length, path).toBeGreaterThan(1);
    expect(Math.max(...points) - Math.min(...points), `${path} ${column}: ${texts}`).toBeLessThan(1);
  }
  expect(Math.max(...lengths), 'amounts of different lengths').toBeGreaterThan(1);
});
