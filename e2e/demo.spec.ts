import type { Page } from '@playwright/test';
import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';

test.use({ serviceOptions: { args: ['--demo'] } });

interface Row {
  readonly traceId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly outcome: string;
}

const LOOKS = [
  { name: 'light', width: 1280, scheme: 'light' },
  { name: 'dark', width: 1280, scheme: 'dark' },
  { name: 'phone', width: 390, scheme: 'light' },
] as const;

/** What a screen shows only when it has data; forms have none. */
const FILLED: Readonly<Record<string, string>> = {
  overview: 'ol li a[href^="/functions/"]',
  functions: 'tbody tr a[href^="/functions/"]',
  function: 'tbody tr a[href^="/traces/"]',
  invocations: 'tbody tr a[href^="/traces/"]',
  traces: 'tbody tr a[href^="/traces/"]',
  trace: 'table.waterfall tbody tr',
  logs: 'ul[aria-label="Log records"] > li',
  costs: 'tbody tr a[href^="/costs?functionId="]',
  dependencies: 'tbody tr a[href^="/invocations?dependency="]',
  calculator: 'table[aria-label="Lines of the estimate"] tbody tr',
  prices: 'table[aria-label="Prices of AWS Lambda"] tbody tr',
  errors: 'tbody tr a[href^="/errors/"]',
  error: 'tbody tr a[href^="/traces/"]',
  alerts: 'tbody tr a[href^="/alerts/rules/"]',
};

/** The set-up guide's heading and what lists without rows say; the demo makes no channel, and an incident only by chance. */
const EMPTY =
  /^(?:Send a first trace|No (?!channel yet|incident yet).*(?: yet| matches| in this range)|No function failed|Nothing (?:was (?:invoked|priced)|to show)(?: in this range)?)$/;

/** Everything the console complains about, and requests that failed. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

// SCREENSHOTS=1 also leaves a picture of each in test-results/, for people to look at.
test('the demo fills every screen, in light, dark and on a phone', async ({ service, page }, testInfo) => {
  test.setTimeout(300_000);
  const range = 'from=now-1h&to=now';
  const { items } = await until(
    () => api<List<Row>>(service.url, `/invocations?${range}&limit=200`),
    // A function's page shows its errors too, so one of them must have failed by now.
    ({ items: rows }) =>
      new Set(rows.map(({ functionName }) => functionName)).size >= 4 &&
      rows.some(({ functionName, outcome }) => functionName === 'checkout' && outcome !== 'ok'),
    100_000,
  );
  const errors = await until(
    () => api<List<{ readonly fingerprint: string }>>(service.url, `/errors?${range}`),
    (list) => list.items.length > 0,
  );
  const checkout = items.find(({ functionName }) => functionName === 'checkout');
  const screens = {
    overview: '/',
    functions: '/functions',
    function: `/functions/${checkout?.functionId}`,
    invocations: '/invocations',
    traces: '/traces',
    trace: `/traces/${checkout?.traceId}`,
    open: '/traces/open',
    logs: '/logs',
    costs: '/costs',
    dependencies: '/costs?groupBy=dependency',
    calculator: '/costs/calculator',
    prices: '/costs/prices',
    price: '/costs/prices/new',
    capacity: '/costs/capacity',
    errors: '/errors',
    error: `/errors/${errors.items[0]?.fingerprint}`,
    alerts: '/alerts',
    rule: '/alerts/rules/new',
    channel: '/alerts/channels/new',
  };
  const complaints = listen(page);
  for (const { name, width, scheme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const [screen, path] of Object.entries(screens)) {
      await page.goto(service.url + path, { waitUntil: 'networkidle' });
      await expect(page.getByRole('heading', { level: 1 }), screen).toBeVisible();
      const filled = FILLED[screen];
      if (filled !== undefined) {
        await expect(page.locator(filled).first(), `${screen} has data`).toBeVisible();
        await expect(page.getByText(EMPTY), `${screen} has an empty part`).toHaveCount(0);
      }
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(overflow, `${screen} is wider than the ${name} window`).toBeLessThanOrEqual(0);
      await expect(page.locator('html'), `${screen} in ${name}`).toHaveClass(
        scheme === 'dark' ? /dark/ : /^(?!.*dark)/,
      );
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: testInfo.outputPath(`${screen}-${name}.png`), fullPage: true });
    }
  }
  expect(complaints).toEqual([]);
});
