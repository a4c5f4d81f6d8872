import { describe, expect, it } from 'vitest';
import { KeyQuotas } from './key-limits';
import { INGEST_KEY, OTHER_INGEST_KEY } from './testing/intake';
import { startServer } from './testing/server';

function quotas(limits: Partial<ConstructorParameters<typeof KeyQuotas>[0]>) {
  let clock = 1_000_000;
  const all = { requests: 10, bytesPerSecond: null, spansPerSecond: null, ...limits };
  const made = new KeyQuotas(all, () => clock);
  return {
    enter: (key: string) => made.enter(key),
    pass: (ms: number) => {
      clock += ms;
    },
  };
}
const exceeded = (retryAfterSeconds: number, message = /./) =>
  expect.objectContaining({ code: 'overloaded', retryAfterSeconds, message: expect.stringMatching(message) });

describe('quotas', () => {
  it('bound the requests that a key has under way, not those of another', () => {
    const { enter } = quotas({ requests: 2 });
    const first = enter('a');
    enter('a');
    expect(() => enter('a')).toThrowError(exceeded(1, /2 requests under way/));
    enter('b');
    first.leave();
    enter('a');
  });

  it('let a request in that goes beyond the rate, and then none until that is worked off', () => {
    const { enter, pass } = quotas({ bytesPerSecond: 1_000 });
    enter('a').bytes(6_000);
    expect(() => enter('a')).toThrowError(exceeded(5, /1000 bytes per second/));
    enter('b');
    pass(4_999);
    expect(() => enter('a')).toThrowError(exceeded(1));
    pass(1);
    enter('a');
  });

  it('give a key that was idle one second of its rate, not more', () => {
    const { enter, pass } = quotas({ spansPerSecond: 100 });
    pass(3_600_000);
    enter('a').spans(100);
    enter('a').spans(50);
    expect(() => enter('a')).toThrowError(exceeded(1, /100 spans and log records per second/));
  });

  it('never ask to wait longer than exporters do, nor for ever when the clock is set back', () => {
    const { enter, pass } = quotas({ bytesPerSecond: 1 });
    enter('a').bytes(1_000_000);
    expect(() => enter('a')).toThrowError(exceeded(30));
    pass(-3_600_000);
    expect(() => enter('a')).toThrowError(exceeded(30));
    pass(1_000_000_000);
    enter('a');
  });

  it('forget keys that are idle, and none that owes', () => {
    const { enter } = quotas({ bytesPerSecond: 10 });
    enter('owes').bytes(1_000);
    for (let count = 0; count < 5_000; count += 1) enter(`key ${count}`).leave();
    expect(() => enter('owes')).toThrowError(exceeded(30));
  });
});

it('answers 503 with the seconds to wait to the key that sends too much, and serves the others', async () => {
  const test = await startServer({ auth: 'required', keyLimits: { spansPerSecond: 100 } });
  test.accept = async () => ({ rejected: { count: 0, message: '' }, records: 600, ignored: 0 });
  const send = (key: string) =>
    fetch(`${test.url}/v1/traces`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    });
  expect((await send(INGEST_KEY)).status).toBe(200);
  const refused = await send(INGEST_KEY);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await refused.json()).toEqual({ code: 14, message: expect.stringMatching(/100 spans/) });
  expect((await send(OTHER_INGEST_KEY)).status).toBe(200);
  await test.server.close();
});
