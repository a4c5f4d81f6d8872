// The trace page at 10,000 spans in a real browser, and what each screen loads before it is drawn.
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { bigTrace } from '../e2e/support/big-trace.mjs';
import { openBrowser } from './browser.mjs';
import { startService } from './start-service.mjs';

const TRACE = 'b'.repeat(32);
const SMALL = 'c'.repeat(32);
const ROUNDS = 9;
const SCREENS = [
  '/',
  '/functions',
  '/invocations',
  '/traces',
  `/traces/${SMALL}`,
  '/traces/open',
  '/logs',
  '/errors',
  '/map',
  '/costs',
  '/alerts',
];

/** Rows of a label and a figure: server times, paint, scrolling, bytes. */
export async function measureTraceScreen() {
  const service = await startService();
  const browser = await openBrowser();
  try {
    for (const [traceId, spans] of [
      [TRACE, 10_000],
      [SMALL, 100],
    ])
      for (const body of bigTrace({ spans, traceId, startMs: Date.now() - 60_000 }))
        await send(service, body);
    const address = `${service.url}/traces/${TRACE}`;
    return [
      ['trace query of 10,000 spans, API, p50 / p95', await times(`${service.url}/api/v1/traces/${TRACE}`)],
      ['trace query of 100 spans, API, p50 / p95', await times(`${service.url}/api/v1/traces/${SMALL}`)],
      ['trace page of 10,000 spans, whole answer, p50 / p95', await times(address)],
      ['trace page of 10,000 spans: bytes, gzipped / whole', await sizes(address)],
      ...(await paint(browser, address)),
      ...(await scroll(browser, address)),
      ...(await scripts(browser, service.url)),
    ];
  } finally {
    await browser.close();
    await service.stop();
  }
}

async function send(service, body) {
  const response = await fetch(`${service.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the trace was refused: ${response.status} ${await response.text()}`);
}

async function times(address) {
  const taken = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await (await fetch(address)).arrayBuffer();
    taken.push(performance.now() - started);
  }
  // The first one also compiles the page.
  const sorted = taken.slice(1).sort((a, b) => a - b);
  return `${ms(at(sorted, 0.5))} / ${ms(at(sorted, 0.95))}`;
}

async function sizes(address) {
  const wire = execFileSync('curl', [
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{size_download}',
    '-H',
    'accept-encoding: gzip',
    address,
  ]);
  const whole = (await (await fetch(address)).arrayBuffer()).byteLength;
  return `${kb(Number(wire))} / ${kb(whole)}`;
}

async function paint(browser, address) {
  const firsts = [];
  const largest = [];
  for (let round = 0; round < 5; round++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(address, { waitUntil: 'load' });
    const [first, last] = await page.evaluate(`new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const first = performance.getEntriesByName('first-contentful-paint')[0];
        resolve([first ? first.startTime : 0, list.getEntries().at(-1).startTime]);
      }).observe({ type: 'largest-contentful-paint', buffered: true });
    })`);
    firsts.push(first);
    largest.push(last);
    await page.close();
  }
  const middle = (list) =>
    ms(
      at(
        list.sort((a, b) => a - b),
        0.5,
      ),
    );
  return [
    ['trace page of 10,000 spans: first paint, median of 5', middle(firsts)],
    ['trace page of 10,000 spans: largest paint, median of 5', middle(largest)],
  ];
}

/** Scrolls by the wheel's way, 120 pixels a frame, through 4,000 rows, and looks at the distance of frames. */
async function scroll(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address, { waitUntil: 'load' });
  await delay(2000);
  const gaps = await page.evaluate(`new Promise((resolve) => {
    const gaps = [];
    let last = performance.now();
    const step = (now) => {
      gaps.push(now - last);
      last = now;
      window.scrollBy(0, 120);
      if (gaps.length < 900) requestAnimationFrame(step);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(step);
  })`);
  await page.close();
  const sorted = gaps.toSorted((a, b) => a - b);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return [
    ['scrolling 10,000 spans: frames a second, mean', (1000 / mean).toFixed(1)],
    ['scrolling 10,000 spans: frame p95 / longest', `${ms(at(sorted, 0.95))} / ${ms(sorted.at(-1))}`],
  ];
}

/** Scripts that a screen's document names, which come before what they draw, and all that it loads, as they come over the wire. */
async function scripts(browser, url) {
  const rows = [];
  for (const screen of SCREENS) {
    const named = namedScripts(await (await fetch(url + screen)).text(), url);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url + screen, { waitUntil: 'load' });
    await delay(1500);
    const names = await page.evaluate(`performance.getEntriesByType('resource')
      .map(({ name }) => name).filter((name) => /[.]js($|[?])/.test(name))`);
    await page.close();
    const loaded = await Promise.all(names.map(async (name) => [name, await gzipped(name)]));
    const sum = (list) => list.reduce((bytes, [, size]) => bytes + size, 0);
    rows.push([
      `JavaScript of ${screen.replace(SMALL, '{id}')}: in the document / in all`,
      `${kb(sum(loaded.filter(([name]) => named.has(name))))} / ${kb(sum(loaded))}`,
    ]);
  }
  return rows;
}

/** Those that scripts add to the document later are not in it as it is sent. */
function namedScripts(html, url) {
  const tags = html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+[.]js[^"]*)"/g);
  return new Set(Array.from(tags, ([, path]) => new URL(path, url).href));
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
const ms = (value) => `${value.toFixed(0)} ms`;
const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

/** As it is sent to who takes gzip; a browser that takes Brotli, as Chromium does, is sent less. */
async function gzipped(address) {
  const headers = { 'accept-encoding': 'gzip' };
  return Number((await fetch(address, { method: 'HEAD', headers })).headers.get('content-length'));
}
