import { afterAll, beforeAll, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import type { TelemetryWriter } from '@/core/store/store';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { readEvents } from './_testing/events';
import { BEGIN, invocation, lambda, log } from './_testing/telemetry';
import { GET } from './v1/changes/route';

const shop = lambda('shop', 'production');
let now = BEGIN;
let database: TestDatabase;
let writer: TelemetryWriter;
beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => now,
  );
  writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
});
afterAll(async () => {
  await writer.close();
  await database.remove();
});

it('tells of spans and of logs as they are stored, then of a minute in which nothing came', async () => {
  const events = await readEvents(GET);
  const told = () => events.next<{ what: string }>('changed').then(({ data }) => data.what);
  expect(await told()).toBe('start');
  const first = told();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const one = invocation({ id: '00f067aa0ba902b7', trace: traceId, resource: shop, from: 0, to: 5 });
  await writer.write({ spans: [one], logs: [] });
  expect(await first).toBe('telemetry');
  const second = told();
  await writer.write({ spans: [], logs: [log(shop, 0, 'paid')] });
  expect(await second).toBe('telemetry');
  const third = told();
  now += 60_000;
  expect(await third).toBe('time');
  await events.close();
});
