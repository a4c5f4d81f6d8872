import type { Page } from '@playwright/test';
import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';
import { otlpTraces, post } from './support/send-traces';
import type { Service } from './support/service';

const RESOURCE = {
  'service.name': 'shop',
  'faas.name': 'shop',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
};
const TRACE = 'c0ffee'.padEnd(32, '0');
const SPAN = 'beef'.padEnd(16, '0');
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');

/** Invocations of the last minutes, the newer half of a new version: those of the tenant `large` are slow and call a database. */
async function sendInvocations(service: Service): Promise<void> {
  const now = Date.now();
  const spans = Array.from({ length: 160 }, (_, index) => {
    const from = -(index + 1) * 1000;
    const isSlow = index % 8 === 0;
    const root = {
      traceId: hex(index + 1, 32),
      spanId: hex(index + 1, 16),
      name: 'shop',
      from,
      to: from + (isSlow ? 4000 : 40) + index / 10,
      attributes: {
        'faas.trigger': 'http',
        'faas.version': index < 80 ? '2' : '1',
        'tenant.id': isSlow ? 'large' : `small-${index % 3}`,
      },
    };
    const call = {
      traceId: root.traceId,
      spanId: hex(index + 10_001, 16),
      parentSpanId: root.spanId,
      name: 'SELECT',
      kind: 3,
      from: root.from + 1,
      to: root.to - 1,
      attributes: { 'db.system.name': 'postgresql', 'server.address': 'db.internal' },
    };
    return isSlow ? [root, call] : [root];
  });
  await post(service, '/v1/traces', otlpTraces(RESOURCE, now, spans.flat()));
}

async function sendLines(service: Service, bodies: readonly string[], more: object = {}): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const logRecords = bodies.map((body, index) => ({
    timeUnixNano: String(now + BigInt(index)),
    severityNumber: 9,
    body: { stringValue: body },
    ...more,
  }));
  const resource = {
    attributes: Object.entries(RESOURCE).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
  await post(service, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
}

async function fromSlowCellToAttribute(service: Service, page: Page): Promise<void> {
  const { items } = await api<List<{ id: string }>>(service.url, '/functions?from=now-1h');
  await page.goto(`${service.url}/functions/${items[0]?.id}?from=now-6h`, { waitUntil: 'networkidle' });
  await page.getByText('State how many may run at once').click();
  await page.getByRole('textbox', { name: /^All functions of aws/ }).fill('1000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/of the 1,000 that all functions/)).toBeVisible();
  // Its second version is marked on each of its charts.
  await expect(page.locator('.recharts-reference-line')).not.toHaveCount(0);
  const heatmap = page.getByRole('button', { name: /^Heatmap of durations/ });
  await heatmap.scrollIntoViewIfNeeded();
  await heatmap.press('ArrowRight');
  await heatmap.press('Shift+ArrowLeft');
  await page.getByRole('button', { name: 'Zoom to this time' }).click();
  await expect(page).toHaveURL(/\/functions\/.*from=20\d\d-.*to=20\d\d-/);
  // Hours ago there was nothing, of which there is no heatmap.
  await expect(heatmap).toHaveCount(0);
  await page.goBack();
  const cells = heatmap.locator('svg rect');
  await expect(cells).not.toHaveCount(0);
  // The slow ones may lie in two cells, when the minutes of the step were just over: in one of them are half of them.
  const slowest = await cells.evaluateAll((all) => {
    const tops = all.map((cell) => Number(cell.getAttribute('y')));
    const depths = all.map((cell, index) =>
      tops[index] === Math.min(...tops) ? Number(cell.getAttribute('fill-opacity')) : -1,
    );
    return depths.indexOf(Math.max(...depths));
  });
  await cells.nth(slowest).click();
  await expect(page).toHaveURL(/\/invocations\?.*minDurationMs/);
  await page.getByRole('link', { name: 'What is different?' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What is different?' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /tenant\.id.*large/ })).toBeVisible();
}

async function groupByAnyAttribute(service: Service, page: Page): Promise<void> {
  await page.goto(`${service.url}/invocations?from=now-1h`, { waitUntil: 'networkidle' });
  await page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'Another attribute…' });
  await page.getByRole('textbox', { name: 'Attribute to group by' }).fill('tenant.id');
  await page.keyboard.press('Enter');
  const spans = page.getByRole('table', { name: 'Spans by tenant.id' });
  await expect(spans.getByRole('row').filter({ hasText: 'large' })).toContainText('20');
  await page.getByRole('button', { name: 'Promote it' }).click();
  await expect(page.getByRole('table', { name: 'Invocations by tenant.id' })).toBeVisible();
  // From then on a value that is typed narrows the list; another attribute does not, and says so.
  const typed = page.getByLabel('Promoted attribute');
  await typed.fill('colour=red');
  await typed.press('Enter');
  await expect(page.locator('input:invalid')).toHaveCount(1);
  await typed.fill('tenant.id=large');
  await typed.press('Enter');
  await expect(page).toHaveURL(/attribute\.tenant\.id=large/);
  await expect(page.getByRole('button', { name: 'Remove filter tenant.id' })).toBeVisible();
  await page.goto(`${service.url}/invocations?from=now-1h&attribute.colour=red`);
  await expect(page.getByText('Not filtered by colour')).toBeVisible();
  await page.getByRole('link', { name: 'Traces with red' }).click();
  await expect(page).toHaveURL(/\/traces\?.*attribute\.colour=red/);
}

async function compareTwo(service: Service, page: Page): Promise<void> {
  await page.goto(`${service.url}/invocations?from=now-1h`, { waitUntil: 'networkidle' });
  const rows = page.getByRole('table', { name: 'Invocations' }).getByRole('link', { name: 'Compare' });
  await rows.first().click();
  await page.getByRole('link', { name: 'Choose from the list' }).click();
  await expect(page.getByText('Choose the invocation to compare with')).toBeVisible();
  await rows.nth(3).click();
  await expect(page.getByText('Compared with the invocation that you chose.')).toBeVisible();
  await expect(page).toHaveURL(/a=[0-9a-f]{32}\.[0-9a-f]{16}&b=[0-9a-f]{32}\./);
  // Whoever looks at a trace is one click away from what is usual.
  await page.getByRole('table', { name: 'Facts' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Compare: shop' })).toBeVisible();
  await expect(page.getByText(/^Compared with the newest successful/)).toBeVisible();
}

async function toTheMap(service: Service, page: Page): Promise<void> {
  await page.goto(`${service.url}/map?from=now-1h`);
  const calls = page.getByRole('table', { name: 'Calls to dependencies' });
  const row = calls.getByRole('row').filter({ hasText: 'postgresql' });
  await expect(row.getByRole('cell', { name: /^20 calls/ })).toBeVisible();
  const region = page.getByRole('region', { name: /^Map/ });
  await region.getByRole('link', { name: /postgresql.*database/ }).click();
  await expect(page).toHaveURL(/dependency=postgresql/);
}

async function fromLineToSpan(service: Service, page: Page): Promise<void> {
  await page.goto(`${service.url}/logs?q=declined`);
  await page.getByText('card 4711 declined').first().click();
  await page.getByRole('link', { name: 'Lines around it' }).click();
  await expect(page.getByText('before it').first()).toBeVisible();
  await expect(page.getByText('after it').first()).toBeVisible();
  await page.getByRole('link', { name: /^Open its span/ }).click();
  await expect(page).toHaveURL(new RegExp(`/traces/${TRACE}\\?.*span=${SPAN}`));
  await expect(page.getByText('charge the card').first()).toBeVisible();
}

async function withoutMouse(service: Service, page: Page): Promise<void> {
  // Keys have a meaning as soon as the page's code is there.
  await page.goto(`${service.url}/?from=now-15m`, { waitUntil: 'networkidle' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'A screen, a function, or any id' }).fill('logs');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Logs' })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('declined');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=declined/);
  await page.getByRole('heading', { level: 1 }).press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Lines around it' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/\/errors/);
  await page.goBack();
  await expect(page).toHaveURL(/q=declined/);
}

/** Live, held back while a row is focused, and in UTC. */
async function liveWithoutFlicker(service: Service, page: Page): Promise<void> {
  await page.goto(`${service.url}/errors?from=now-1h`, { waitUntil: 'networkidle' });
  const time = page.locator('main time').first();
  await expect(page.getByRole('heading', { level: 1, name: 'Errors' })).toBeVisible();
  // What is refused once, as while the database is busy, is asked again.
  await interrupt(page, '**/api/v1/changes');
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/live=1/);
  await expect(page.getByRole('button', { name: 'Live', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await post(
    service,
    '/v1/traces',
    otlpTraces(RESOURCE, Date.now(), [
      {
        traceId: 'ab'.repeat(16),
        spanId: 'ab'.repeat(8),
        name: 'shop',
        from: 0,
        to: 9,
        error: 'the card was stolen',
        attributes: { 'faas.trigger': 'http' },
      },
    ]),
  );
  await expect(page.getByText('the card was stolen').first()).toBeVisible();
  const local = await time.textContent();
  await page.keyboard.press('u');
  await expect(time).not.toHaveText(local ?? '');
  const utc = await time.textContent();
  await page
    .getByRole('link', { name: /the card was stolen/ })
    .first()
    .focus();
  await expect(page.getByRole('button', { name: /^Paused\b.*you are in a list/ })).toBeVisible();
  // The server writes the zone that was chosen.
  const answer = await page.request.get(page.url());
  expect(await answer.text()).toContain(`>${utc}<`);
}

test.describe('in New York', () => {
  test.use({ timezoneId: 'America/New_York' });

  test('a person finds out by the heatmap, the map, a log line, the keyboard and live', {
    tag: '@both',
  }, async ({ service, page }) => {
    await sendInvocations(service);
    const child = { traceId: TRACE, spanId: SPAN, name: 'charge the card', from: 0, to: 5 };
    await post(service, '/v1/traces', otlpTraces(RESOURCE, Date.now(), [child]));
    await sendLines(service, ['before it', 'card 4711 declined', 'after it'], {
      traceId: TRACE,
      spanId: SPAN,
    });
    await test.step('from a slow cell to the differing attribute', () =>
      fromSlowCellToAttribute(service, page));
    await test.step('by an attribute', () => groupByAnyAttribute(service, page));
    await test.step('two invocations', () => compareTwo(service, page));
    await test.step('on the map', () => toTheMap(service, page));
    await test.step('from a line to its span', () => fromLineToSpan(service, page));
    await test.step('without a mouse', () => withoutMouse(service, page));
    await test.step('live, in UTC', () => liveWithoutFlicker(service, page));
    await test.step('the live tail', () => tailLosesNothing(service, page));
  });
});

/** 500 lines a second, also while it is paused. */
async function tailLosesNothing(service: Service, page: Page): Promise<void> {
  await interrupt(page, '**/api/v1/logs/tail*');
  await page.goto(`${service.url}/logs/tail`);
  await expect(page.getByText('card 4711 declined').first()).toBeVisible();
  const shown = async () =>
    Number((await page.getByText(/^[\d,]+ lines/).textContent())?.replace(/\D/g, '') ?? 0);
  const before = await shown();
  let sent = 0;
  const sendFor = async (seconds: number) => {
    for (let turn = 0; turn < seconds * 5; turn += 1) {
      const due = Date.now() + 200;
      const first = sent + 1;
      await sendLines(
        service,
        Array.from({ length: 100 }, (_, index) => `line ${first + index}`),
      );
      sent += 100;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    }
  };
  await sendFor(2);
  await page.getByRole('button', { name: 'Pause' }).click();
  await sendFor(2);
  await page.getByRole('button', { name: /^Go on/ }).click();
  await sendFor(1);
  await until(shown, (count) => count === before + sent, 30_000);
  await expect(page.getByText(`line ${sent}`, { exact: true }).first()).toBeVisible();
}

/** The first time the server has no room for a stream, the next time its store is busy in the midst of it. */
async function interrupt(page: Page, stream: string): Promise<void> {
  const busy = { code: 'unavailable', message: 'the store is busy' };
  const answers = [
    { status: 503 },
    { contentType: 'text/event-stream', body: `event: refused\ndata: ${JSON.stringify(busy)}\n\n` },
  ];
  await page.route(stream, (route) => route.fulfill(answers.shift()), { times: answers.length });
}
