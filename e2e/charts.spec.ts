import type { Locator, Page } from '@playwright/test';
import { api, type List, until } from './support/api';
import { expect, withOneService } from './support/fixtures';
import { otlpTraces, post } from './support/send-traces';

const RESOURCE = {
  'service.name': 'shop',
  'faas.name': 'shop',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
};
const MINUTES = 58;
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
let functionId = '';

/** An invocation in each of the last minutes. */
const test = withOneService(async (service) => {
  const spans = Array.from({ length: MINUTES }, (_, minute) => ({
    traceId: hex(minute + 1, 32),
    spanId: hex(minute + 1, 16),
    name: 'shop',
    from: -(minute + 1) * 60_000,
    to: -(minute + 1) * 60_000 + 20 + 40 * minute,
    attributes: { 'faas.trigger': 'http' },
  }));
  await post(service, '/v1/traces', otlpTraces(RESOURCE, Date.now(), spans));
  const { items } = await until(
    () => api<List<{ id: string }>>(service.url, '/functions?from=now-1h'),
    (list) => list.items.length === 1,
  );
  functionId = items[0]?.id ?? '';
});

const ZOOMED = /from=20\d\d-.*to=20\d\d-/;

/** Places on what is drawn, by parts of its width and height. */
async function placesOn(drawn: Locator): Promise<(x: number, y: number) => { x: number; y: number }> {
  await drawn.scrollIntoViewIfNeeded();
  const box = await drawn.boundingBox();
  if (box === null) throw new Error('nothing is drawn');
  return (x, y) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
}

const chartOf = (page: Page) => page.getByRole('img', { name: /^Chart: Invocations/ });

test('a drag over a chart zooms, also one that is let go beside it; Back, Escape and other buttons do not', async ({
  service,
  page,
}) => {
  await page.goto(service.url, { waitUntil: 'networkidle' });
  const address = page.url();
  const at = await placesOn(chartOf(page));
  const [start, inside, beside] = [at(0.5, 0.4), at(0.7, 0.4), at(1.2, 0.4)];

  for (const button of ['right', 'left'] as const) {
    await page.mouse.move(start.x, start.y);
    await page.mouse.down({ button });
    await page.mouse.move(inside.x, inside.y, { steps: 6 });
    await expect(page.locator('.recharts-reference-area').first()).toBeVisible({
      visible: button === 'left',
    });
    await page.keyboard.press('Escape');
    await page.mouse.up({ button });
  }
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);

  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(inside.x, inside.y, { steps: 6 });
  await page.mouse.move(beside.x, beside.y);
  await page.mouse.up();
  await expect(page).toHaveURL(ZOOMED);
  // All up to the side that it was left by.
  const { searchParams } = new URL(page.url());
  expect(Date.now() - Date.parse(searchParams.get('to') ?? '')).toBeLessThan(180_000);
  expect(Date.now() - Date.parse(searchParams.get('from') ?? '')).toBeGreaterThan(900_000);
  await page.goBack();
  await expect(page).toHaveURL(address);
});

test.describe('on a phone', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a finger that scrolls the page over a chart or a heatmap changes nothing, one drawn across zooms', async ({
    service,
    page,
  }) => {
    const fingers = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => fingers.send('Input.dispatchTouchEvent', { type, touchPoints });
    /** From a place by so many pixels, as fast as people do. */
    const draw = async (start: { x: number; y: number }, right: number, down: number) => {
      const steps = 12;
      await touch('touchStart', start);
      for (let step = 1; step <= steps; step += 1) {
        await page.waitForTimeout(16);
        await touch('touchMove', {
          x: start.x + (right * step) / steps,
          y: start.y + (down * step) / steps,
        });
      }
      await touch('touchEnd');
    };
    const scrolled = () => page.evaluate<number>('window.scrollY');
    const heatmap = page.getByRole('button', { name: /^Heatmap of durations/ });
    for (const [path, drawn] of [
      ['/', chartOf(page)],
      [`/functions/${functionId}`, heatmap],
    ] as const) {
      await page.goto(service.url + path, { waitUntil: 'networkidle' });
      const address = page.url();
      const at = await placesOn(drawn);
      const before = await scrolled();
      // Thumbs do not move straight up.
      await draw(at(0.4, 0.5), 60, -240);
      await expect.poll(scrolled, path).toBeGreaterThan(before + 100);
      await page.waitForTimeout(500);
      expect(page.url()).toBe(address);
    }
    await page.goto(service.url, { waitUntil: 'networkidle' });
    const at = await placesOn(chartOf(page));
    await draw(at(0.4, 0.4), 90, 4);
    await expect(page).toHaveURL(ZOOMED);
  });
});
