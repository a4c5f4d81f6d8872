import { openBrowser } from '../browser.mjs';

const ROUNDS = 7;
const LIMIT_MS = 800;

/** When the last candidate so far was drawn, ms after the address was asked for. */
const LARGEST = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  });
})`;

/**
 * Largest Contentful Paint of the main screens over all of the month, in a browser that has nothing of them: from the address
 * to the largest thing that was drawn, charts that are loaded later included.
 */
export async function paintScreens(url, month) {
  const range = `from=${month.from}&to=${month.to}`;
  const [one] = (await (await fetch(`${url}/api/v1/functions?${range}&limit=1`)).json()).items;
  const [error] = (await (await fetch(`${url}/api/v1/errors?${range}&limit=1`)).json()).items;
  const screens = [
    ['overview', `/?${range}`],
    ['functions', `/functions?${range}`],
    ['a function', `/functions/${one.id}?${range}`],
    ['invocations', `/invocations?${range}`],
    ['traces', `/traces?${range}`],
    ['a trace', `/traces/${month.samples[0].traceId}`],
    ['logs', `/logs?${range}`],
    ['errors', `/errors?${range}`],
    ['an error', `/errors/${error.fingerprint}?${range}`],
    ['map', `/map?${range}`],
    ['costs', `/costs?${range}`],
    ['alerts', '/alerts'],
  ];
  const browser = await openBrowser();
  const answers = [];
  try {
    for (const [label, path] of screens)
      answers.push({ label, ...(await tryPaint(browser, label, url + path)) });
  } finally {
    await browser.close();
  }
  return answers;
}

/** A screen that cannot be drawn in time must not cost what was measured of the others. */
async function tryPaint(browser, label, address) {
  try {
    return await paint(browser, address);
  } catch (error) {
    console.error(`bench:screens: ${label} was not drawn: ${error.message}`);
    return { p50: Number.NaN, p95: Number.NaN, askedMs: LIMIT_MS };
  }
}

async function paint(browser, address) {
  const taken = [];
  // The first one also compiles the page on the server.
  for (let round = 0; round <= ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'networkidle', timeout: 120_000 });
    const atMs = await page.evaluate(LARGEST);
    if (round > 0) taken.push(atMs);
    await context.close();
  }
  const sorted = taken.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor(ROUNDS / 2)], p95: sorted.at(-1), askedMs: LIMIT_MS };
}
