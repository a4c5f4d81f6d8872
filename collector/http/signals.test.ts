import { expect, it } from 'vitest';
import { signalRoutes } from './signals';

const HOUR_MS = 3_600_000;

function metricsRoute() {
  let clock = 1_000_000;
  const ingest = { alive: true, submit: () => Promise.reject(new Error('not asked')), close: async () => {} };
  const route = signalRoutes(ingest, () => clock).find(({ signal }) => signal === 'metrics');
  const warned = async (remote: string, body = 'x') =>
    (await route?.accept('json', Buffer.from(body), remote))?.message !== '';
  return {
    warned,
    pass: (ms: number) => {
      clock += ms;
    },
  };
}

it('warns each sender of metrics once an hour that they are not kept', async () => {
  const { warned, pass } = metricsRoute();
  expect([await warned('10.0.0.1'), await warned('10.0.0.1'), await warned('10.0.0.2')]).toEqual([
    true,
    false,
    true,
  ]);
  pass(HOUR_MS - 1);
  expect(await warned('10.0.0.1')).toBe(false);
  pass(1);
  expect([await warned('10.0.0.1'), await warned('10.0.0.1')]).toEqual([true, false]);
});

it('does not warn for an empty request, and remembers a bounded number of senders', async () => {
  const { warned } = metricsRoute();
  expect(await warned('10.0.0.1', '')).toBe(false);
  expect(await warned('10.0.0.1')).toBe(true);
  for (let sender = 0; sender < 1_000; sender += 1) await warned(`sender ${sender}`);
  expect(await warned('10.0.0.1')).toBe(true);
});
