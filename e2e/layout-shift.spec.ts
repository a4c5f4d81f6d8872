import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';
import { otlpAttributes, otlpTraces, post } from './support/send-traces';
import type { Service } from './support/service';

const RESOURCE = {
  'service.name': 'shop',
  'faas.name': 'shop',
  'faas.version': '7',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'cloud.region': 'us-east-1',
};
const SCREENS = ['/functions', '/invocations', '/traces', '/logs', '/errors', '/costs', '/map'];
/** What good pages stay below, by the definition of Cumulative Layout Shift. */
const MOST = 0.1;

/** In words for the browser; this folder is compiled without its types. The worst five seconds of shifts so far. */
const WATCH = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (!entry.hadRecentInput) window.shifts.push({ at: entry.startTime, value: entry.value });
  }).observe({ type: 'layout-shift', buffered: true });
`;
const WORST = `Math.max(0, ...window.shifts.map(({ at }) =>
  window.shifts.filter((one) => one.at >= at && one.at < at + 5000).reduce((sum, one) => sum + one.value, 0)))`;

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
let sent = 0;

/** Some invocations with a call and a line each: of very different lengths, every fifth one fails, of 25 one in the same way. */
async function send(service: Service, count: number): Promise<void> {
  const now = Date.now() - 500;
  const spans = Array.from({ length: count }, () => {
    sent += 1;
    const root = {
      traceId: hex(sent, 32),
      spanId: hex(sent, 16),
      name: sent % 3 === 0 ? 'shop' : `GET /orders/${'x'.repeat(sent % 40)}`,
      from: -5000,
      to: -5000 + (sent % 7 === 0 ? 4321 : 3) + sent / 10,
      ...(sent % 5 === 0
        ? { error: `failure ${sent % 25 === 0 ? 'again' : String.fromCharCode(97 + (sent % 26))} of the day` }
        : {}),
      attributes: { 'faas.trigger': 'http', 'faas.coldstart': sent % 11 === 0 },
    };
    const call = {
      traceId: root.traceId,
      spanId: hex(sent + 1_000_000, 16),
      parentSpanId: root.spanId,
      name: 'call',
      kind: 3,
      from: root.from + 1,
      to: root.to - 1,
      attributes: { 'server.address': `host-${sent % 4}.example` },
    };
    return [root, call];
  });
  await post(service, '/v1/traces', otlpTraces(RESOURCE, now, spans.flat()));
  const resource = { attributes: otlpAttributes(RESOURCE) };
  const logRecords = spans.map(([root], index) => ({
    timeUnixNano: String(BigInt(now + index) * 1_000_000n),
    severityNumber: index % 2 === 0 ? 9 : 17,
    body: { stringValue: `line of ${root?.name}` },
  }));
  await post(service, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
}

const FAILING = {
  name: 'Anything fails',
  figure: 'errors',
  groupBy: 'all',
  condition: { kind: 'threshold', threshold: 0.5 },
  points: { breaching: 1, of: 1, clear: 60 },
  delaySeconds: 0,
};

// What glides is seen to glide only by those who let it.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

test('nothing moves under the eyes while live updates arrive, on any screen', async ({ service, page }) => {
  await send(service, 120);
  await page.addInitScript(WATCH);
  const shifts: Record<string, number> = {};
  const look = async (screen: string, act: () => Promise<unknown>) => {
    await page.goto(`${service.url}${screen}?live=1`, { waitUntil: 'networkidle' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const text = await page.locator('main').textContent();
    await act();
    await send(service, 25);
    // Alerts are not about what is sent here.
    if (screen === '/alerts') await page.waitForTimeout(2600);
    else await expect.poll(() => page.locator('main').textContent()).not.toBe(text);
    await page.waitForTimeout(500);
    shifts[screen] = Math.max(shifts[screen] ?? 0, Number(await page.evaluate(WORST)));
  };
  const functions = await api<List<{ id: string }>>(service.url, '/functions');
  const errors = await api<List<{ fingerprint: string; message: string }>>(service.url, '/errors');
  const again = errors.items.find(({ message }) => message.includes('again'));
  for (const screen of ['/', '/alerts']) await look(screen, async () => {});
  // What begins to fire is told above all else on those two, and fires while others are looked at.
  const rule = await api<{ id: string }>(service.url, '/alerts/rules', {
    method: 'POST',
    body: JSON.stringify(FAILING),
  });
  for (const screen of [...SCREENS, `/functions/${functions.items[0]?.id}`, `/errors/${again?.fingerprint}`])
    await look(screen, async () => {});

  const { items } = await until(
    () => api<List<{ id: string }>>(service.url, `/alerts/incidents?ruleId=${rule.id}`),
    (list) => list.items.length > 0,
  );
  await look('/alerts', async () => {});
  const incident = `/alerts/incidents/${items[0]?.id}`;
  const tell = (what: string, body: object) =>
    api(service.url, `${incident}/${what}`, { method: 'POST', body: JSON.stringify(body) });
  await look(incident, () => tell('notes', { text: 'Somebody looks into it' }));
  await look(`/alerts/rules/${rule.id}`, () => tell('acknowledge', {}));

  for (const [screen, worst] of Object.entries(shifts))
    expect(worst, `${screen}: ${JSON.stringify(shifts)}`).toBeLessThan(MOST);
});
