import { api, type List, until } from './support/api';
import { countsOn, rowsBehind } from './support/counts-shown';
import { expect, test } from './support/fixtures';
import { invokeLambda } from './support/lambda';

interface Invocation {
  readonly traceId: string;
  readonly functionName: string;
  readonly functionId: string;
  readonly startTime: string;
  readonly outcome: string;
  readonly coldStart: boolean;
  readonly initDurationMs: number | null;
  readonly costUsd: string | null;
}

const RANGE = 'from=now-1h&to=now';

test('an empty dashboard teaches, and turns by itself when the first trace arrives', async ({
  service,
  page,
}) => {
  await page.goto(service.url);
  await expect(page.getByText('@faaslens/instrumentation').first()).toBeVisible();
  await expect(page.getByText(service.otlp).first()).toBeVisible();
  await expect(page.getByText('npm start -- --demo')).toBeVisible();
  // On a phone, nothing of the header stands alone in a second row.
  await page.setViewportSize({ width: 390, height: 844 });
  const tops = await page
    .getByRole('banner')
    .locator('button, a[aria-label="Settings and account"]')
    .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
  expect(new Set(tops).size).toBe(1);
  await page.setViewportSize({ width: 1280, height: 900 });
  await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp });
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'checkout' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'add a channel' }).click();
  await expect(page.getByRole('button', { name: 'Create channel' })).toBeVisible();
});

test('a wrapped function runs and a person follows it from the overview to the line of its trace', {
  tag: '@both',
}, async ({ service, page }) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));

  const lines = await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp, times: 3 });
  expect(lines).toHaveLength(3);
  const { items } = await until(
    () => api<List<Invocation>>(service.url, `/invocations?${RANGE}`),
    (list) => list.items.length === 3,
  );
  const cold = items.filter(({ coldStart }) => coldStart);
  expect(cold).toHaveLength(1);
  expect(cold[0]?.initDurationMs).toBeGreaterThan(0);
  expect(items.every(({ costUsd }) => costUsd !== null && Number(costUsd) > 0)).toBe(true);

  await page.goto(service.url);
  await page.getByRole('link', { name: 'checkout' }).first().click();
  await expect(page.getByRole('heading', { name: 'checkout' })).toBeVisible();
  await expect(page.getByText('eu-west-1').first()).toBeVisible();

  await page.goto(`${service.url}/traces/${cold[0]?.traceId}`);
  await expect(page.getByText('checkout').first()).toBeVisible();
  await expect(page.getByText(/cold/i).first()).toBeVisible();
  await expect(page.getByText('charge card').first()).toBeVisible();
  expect(problems).toEqual([]);
});

test('every figure of the overview, and every count on the screens, equals the rows behind it', {
  tag: '@both',
}, async ({ service, page }) => {
  await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp, times: 4 });
  await invokeLambda({ file: 'aws-lambda/thumbnail.mjs', otlp: service.otlp, times: 3 });
  const { items } = await until(
    () => api<List<Invocation>>(service.url, `/invocations?${RANGE}&limit=100`),
    (list) => list.items.length === 7,
  );
  const { totals } = await api<{
    totals: { invocations: number; errors: number; coldStarts: number; costUsd: string };
  }>(service.url, `/overview?${RANGE}`);
  expect(totals).toMatchObject({
    invocations: 7,
    errors: items.filter(({ outcome }) => outcome !== 'ok').length,
    coldStarts: items.filter(({ coldStart }) => coldStart).length,
  });
  expect(toPico(totals.costUsd)).toBe(items.reduce((sum, { costUsd }) => sum + toPico(costUsd ?? '0'), 0n));

  // From the middle of them, and so of a minute, of which figures tell the whole: what they lead to is as long.
  const middle = items.map(({ startTime }) => Date.parse(startTime)).toSorted((a, b) => a - b)[3] ?? 0;
  const range = `from=${new Date(middle + 1).toISOString()}&to=${new Date(Date.now() + 300_000).toISOString()}`;
  const problems: string[] = [];
  const followed = new Set<string>();
  const screens = [
    '',
    'functions',
    `functions/${items[0]?.functionId}`,
    'invocations',
    'traces',
    'logs',
    'map',
  ];
  for (const screen of [...screens, 'costs', 'errors']) {
    for (const { label, text, href } of await countsOn(page, `${service.url}/${screen}?${range}`)) {
      const rows = await rowsBehind(service, href);
      if (rows !== null) followed.add(screen);
      const isExplained = NO_LIST.some(([on, of]) => on.test(screen) && of.test(label));
      if (rows !== Number(text.replaceAll(',', '')) && !isExplained && text !== '0')
        problems.push(`/${screen}: ${label} says ${text}, ${href} has ${rows}`);
    }
  }
  expect(problems).toEqual([]);
  expect([...followed]).toEqual(expect.arrayContaining(screens.slice(0, 3)));
});

/** Whole numbers that are not as many as rows of a list, by screen and label, and why. */
const NO_LIST: readonly (readonly [screen: RegExp, label: RegExp, why: string])[] = [
  [/^functions$/, /^$/, 'how many rows are below'],
  [/^functions[/]/, /^Provider$/, 'a fact: the version'],
  [/./, /[/] Version$/, 'names its row'],
  [/^functions[/]/, /^Cold starts$/, 'parts of the cold starts that the card leads to'],
  [/^/, /^(New errors|Errors|Errors [/] (Count|Errors))$/, 'errors of the group that the row leads to'],
  [/^/, /^Traces [/] (Spans|Errors)$/, 'of the trace that the row leads to'],
  [/^/, /^Calls to dependencies [/] (Calls|Errors)$/, 'calls of the invocations that they lead to'],
  [/^/, /^Cost by .* [/] Invocations$/, 'of the group whose name leads to them'],
  [/^logs$/, /^[0-9,]+ records? per/, 'of the list below'],
  [/^map/, /^/, 'of the node that leads to its function'],
];

function toPico(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}

test('console lines of a function appear as logs of its trace', { tag: '@both' }, async ({
  service,
  page,
}) => {
  await invokeLambda({ file: 'aws-lambda/checkout.mjs', otlp: service.otlp });
  const { items } = await until(
    () =>
      api<List<{ traceId: string | null; body: string; functionName: string | null }>>(
        service.url,
        `/logs?${RANGE}`,
      ),
    (list) => list.items.length > 0,
  );
  expect(items[0]?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(items[0]?.functionName).toBe('checkout');
  await page.goto(`${service.url}/logs`);
  await expect(page.getByText(items[0]?.body ?? 'no body').first()).toBeVisible();
  await page.goto(`${service.url}/logs?q=${encodeURIComponent('no-such-word-anywhere')}`);
  await expect(page.getByText(items[0]?.body ?? 'no body')).toHaveCount(0);
});
