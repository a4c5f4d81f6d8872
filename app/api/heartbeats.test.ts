import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPricer } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { createRule, heartbeats } from './_contract/alerts';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';
import { GET as list } from './v1/alerts/heartbeats/route';
import { POST as create } from './v1/alerts/rules/route';

const QUARTER = 15 * 60_000;
const RUNS = 6;

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + RUNS * QUARTER,
  );
  const writer = await openWriter({ databaseFile: database.file }, { price: createPricer() });
  const run = (name: string, trigger: string, index: number) =>
    invocation({
      id: `${name === 'report' ? 'a' : 'b'}${index}`.padStart(16, '0'),
      trace: `${name === 'report' ? 'a' : 'b'}${index}`.padStart(32, '0'),
      resource: lambda(name, 'production'),
      from: index * QUARTER,
      to: index * QUARTER + 10,
      attributes: { 'faas.trigger': trigger },
    });
  const runs = [...Array(RUNS).keys()].flatMap((index) => [
    run('report', 'timer', index),
    run('checkout', 'http', index),
  ]);
  await writer.write({ spans: runs, logs: [] });
  await writer.close();
});
afterEach(() => database.remove());

const listed = async (query = '') => heartbeats.answer.parse((await call(list, { query })).body).items;

it('a function that a schedule invokes is suggested to be watched, with the rule, until a rule watches it', async () => {
  const [found, ...others] = await listed();
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    functionName: 'report',
    periodMinutes: 15,
    lastRun: new Date(BEGIN + (RUNS - 1) * QUARTER).toISOString(),
    rule: { figure: 'silence_minutes', condition: { threshold: 23 } },
  });
  expect(await listed('?environment=production')).toHaveLength(1);
  expect(await listed('?environment=staging')).toEqual([]);
  const off = { ...found?.rule, enabled: false };
  expect((await call(create, { method: 'POST', body: off })).status).toBe(201);
  expect(await listed()).toHaveLength(1);
  const made = await call(create, { method: 'POST', body: found?.rule });
  expect(createRule.answer.parse(made.body).name).toBe('report does not run');
  expect(await listed()).toEqual([]);
});
