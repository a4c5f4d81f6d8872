import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { ROOT } from '../start-service.mjs';
import { batchesOfMonth, fillMonth } from './fill.mjs';
import { LOG_MEAN, monthOfTraffic, SIGMA } from './traffic.mjs';

const END_MS = Date.UTC(2026, 5, 30);
const INVOCATIONS = 5_000;
/** Storing takes longer than making. */
const STORED = { invocations: 1_500, batchSize: 1_000, endMs: END_MS };

let folder;
let month;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-month-'));
  month = [...monthOfTraffic({ invocations: INVOCATIONS, endMs: END_MS })];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has durations as public traces of serverless platforms show them', () => {
  const logs = month.map(({ durationNs }) => Math.log(Number(durationNs) / 1e9));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const sigma = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
  expect(Math.abs(mean - LOG_MEAN)).toBeLessThan(0.15);
  expect(Math.abs(sigma - SIGMA)).toBeLessThan(0.15);
});

it('is busier by day, has a few functions with most of the traffic, versions that failed, and messages that came again', () => {
  const hours = Array.from({ length: 24 }, () => 0);
  const functions = new Map();
  const versions = new Map();
  const deliveries = new Map();
  for (const { function: one, failed, spans } of month) {
    const { attributes, resource, startNs } = spans[0];
    hours[new Date(Number(startNs / 1_000_000n)).getUTCHours()] += 1;
    functions.set(one.name, (functions.get(one.name) ?? 0) + 1);
    const version = `${one.name} ${resource.attributes['faas.version']}`;
    const [all, bad] = versions.get(version) ?? [0, 0];
    versions.set(version, [all + 1, bad + (failed ? 1 : 0)]);
    const message = attributes['messaging.message.id'];
    if (message !== undefined) deliveries.set(message, (deliveries.get(message) ?? 0) + 1);
  }
  expect(Math.max(...hours)).toBeGreaterThan(4 * Math.min(...hours));
  const shares = [...functions.values()].sort((a, b) => b - a);
  expect(shares.slice(0, 10).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(month.length / 2);
  expect([...versions.values()].some(([all, bad]) => all >= 5 && bad / all > 0.15)).toBe(true);
  expect(Math.max(...deliveries.values())).toBeGreaterThan(1);
});

it('is stored whole: every counter of the overview is what was made', async () => {
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, join(ROOT, 'prisma/migrations'));
  db.close();
  const writer = await openWriter({ databaseFile }, { price: priceInvocation });
  const made = await fillMonth({
    writer,
    batches: batchesOfMonth(STORED),
  });
  await writer.close();
  const reader = await openReader({ databaseFile });
  const range = { fromMs: END_MS - 31 * 86_400_000, toMs: END_MS + 86_400_000 };
  const totals = await reader.totals({ range });
  await reader.close();
  expect(made.invocations).toBe([...monthOfTraffic(STORED)].length);
  expect(totals.invocations).toBe(made.invocations);
  expect(totals.errors).toBe(made.failed);
  expect(totals.coldStarts).toBe(made.coldStarts);
});

it('goes on where it was cut off, with the same batches and the same samples', () => {
  const whole = drain(batchesOfMonth(STORED));
  const [first, ...others] = whole.batches;
  expect(others.length).toBeGreaterThan(0);
  const rest = drain(batchesOfMonth({ ...STORED, written: first.made.invocations }));
  expect(rest.batches).toEqual(others);
  expect(rest.samples).toEqual(whole.samples);
});

/** Of each batch what tells it from all others. */
function drain(generator) {
  const batches = [];
  for (;;) {
    const { value, done } = generator.next();
    if (done) return { batches, samples: value };
    const { batch, made } = value;
    batches.push({ made, spans: batch.spans.map(({ spanId }) => spanId).join(), logs: batch.logs.length });
  }
}
