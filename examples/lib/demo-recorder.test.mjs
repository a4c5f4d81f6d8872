import { afterEach, beforeEach, expect, it } from 'vitest';
import { DemoRecorder } from './demo-recorder.mjs';

// Nobody listens there: what is handed on is lost, as when the collector is away.
const NOWHERE = 'http://127.0.0.1:1';

let recorder;
beforeEach(async () => {
  recorder = await DemoRecorder.open(NOWHERE);
});
afterEach(() => recorder.close());

const spans = (...names) => ({
  resourceSpans: [{ resource: {}, scopeSpans: [{ spans: names.map((name) => ({ name, spanId: name })) }] }],
});
const logs = (...lines) => ({
  resourceLogs: [{ resource: {}, scopeLogs: [{ logRecords: lines.map((body) => ({ body })) }] }],
});
const send = (endpoint, request) => fetch(endpoint, { method: 'POST', body: JSON.stringify(request) });
const taken = (tape) => recorder.take(tape).map((body) => JSON.parse(body));

it('keeps once what a sender sends again because the answer came too late for it', async () => {
  const endpoint = recorder.endpoint('checkout');
  await send(`${endpoint}/v1/traces`, spans('a'));
  await send(`${endpoint}/v1/traces`, spans('a'));
  await send(`${endpoint}/v1/logs`, logs('one'));
  await send(`${endpoint}/v1/traces`, spans('a', 'b'));
  await send(`${endpoint}/v1/logs`, logs('one', 'two'));
  expect(taken('checkout')).toEqual([spans('a'), logs('one'), spans('b'), logs('two')]);
});

it('keeps what comes by each address apart, until it is taken', async () => {
  const [checkout, digest] = [recorder.endpoint('checkout'), recorder.endpoint('digest')];
  await send(`${checkout}/v1/traces`, spans('a'));
  await send(`${digest}/v1/traces`, spans('b'));
  expect(taken('digest')).toEqual([spans('b')]);
  expect(taken('checkout')).toEqual([spans('a')]);
  await send(`${checkout}/v1/traces`, spans('a'));
  expect(taken('checkout')).toEqual([]);
});
