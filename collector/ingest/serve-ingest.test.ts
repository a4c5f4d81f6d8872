import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MOST_SPANS_OF_A_TRACE } from '@/core/store/sqlite/trace-spans';
import type { StoredSignal, ToWorker } from './messages';
import { serveIngest } from './serve-ingest';

let channel: MessageChannel;
let answers: { id: number; result: { rejected: { count: number; message: string } } }[];

let keptSinceNs = 0n;
/** Later than all recorded payloads. */
let receivedNs = BigInt(Date.UTC(2026, 11, 1)) * 1_000_000n;

/** A store that refuses two spans of each write with spans. */
beforeEach(() => {
  answers = [];
  channel = new MessageChannel();
  channel.port1.on('message', (message) => {
    if ('id' in message) answers.push(message);
  });
  serveIngest(channel.port2, {
    write: async ({ spans, logs }) => {
      const spansRefused = spans.length > 0 ? 2 : 0;
      const spansStored = spans.length - spansRefused;
      return {
        spansStored,
        spansRepeated: 0,
        spansRefused,
        logsStored: logs.length,
        logsRepeated: 0,
        tooOld: 0,
      };
    },
    tidy: async () => false,
    backlog: () => 0,
    keep: () => {},
    keptSinceNs: () => keptSinceNs,
    close: async () => {},
  });
});
afterEach(() => channel.port1.close());

async function submit(...names: string[]) {
  return submitBound(undefined, ...names);
}

async function submitBound(environment: string | undefined, ...names: string[]) {
  for (const [id, name] of names.entries()) {
    const signal: StoredSignal = name.includes('traces') ? 'traces' : 'logs';
    const body = new Uint8Array(readFileSync(new URL(`../otlp/testdata/${name}`, import.meta.url)));
    const bound = environment === undefined ? {} : { environment };
    const message: ToWorker = { id, signal, encoding: 'json', body, receivedNs, ...bound };
    channel.port1.postMessage(message);
  }
  channel.port1.postMessage({ finish: true } satisfies ToWorker);
  await once(channel.port1, 'close');
  return answers.sort((one, other) => one.id - other.id).map(({ result }) => result.rejected);
}

it('tells a sender how many of its spans the store refused, and why', async () => {
  expect(await submit('js-sdk-traces.json', 'js-sdk-logs.json')).toEqual([
    { count: 2, message: `spans not kept: their trace has ${MOST_SPANS_OF_A_TRACE} spans already (2)` },
    { count: 0, message: '' },
  ]);
});

it('tells a sender how much of what it sent is from before everything that is kept', async () => {
  keptSinceNs = BigInt(Date.UTC(2030, 0, 1)) * 1_000_000n;
  const [traces, logs] = await submit('js-sdk-traces.json', 'js-sdk-logs.json');
  keptSinceNs = 0n;
  const message = /^not kept: from before 2030-01-01T00:00:00\.000Z, since when telemetry is kept \((\d+)\)$/;
  expect(Number(message.exec(traces?.message ?? '')?.[1])).toBe(traces?.count);
  expect(traces?.count).toBeGreaterThan(0);
  expect(logs?.message).toMatch(message);
});

it('keeps nothing that claims to be of more than a day ahead, and says what time it is here', async () => {
  const recordedNs = receivedNs;
  receivedNs = BigInt(Date.UTC(2026, 10, 19)) * 1_000_000n;
  const rejected = await submit('js-sdk-traces.json', 'js-sdk-logs.json');
  receivedNs = recordedNs;
  const message =
    /^not kept: begins or ends more than a day after 2026-11-19T00:00:00\.000Z, the time here \((\d+)\); is a clock wrong\?/;
  for (const one of rejected) {
    expect(one.count).toBeGreaterThan(0);
    expect(Number(message.exec(one.message)?.[1])).toBe(one.count);
  }
});

it('keeps no span that claims to end more than a day ahead, whenever it began', async () => {
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'orders',
    startTimeUnixNano: receivedNs.toString(),
    endTimeUnixNano: (2n ** 63n).toString(),
  };
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
  channel.port1.postMessage({
    id: 0,
    signal: 'traces',
    encoding: 'json',
    body,
    receivedNs,
  } satisfies ToWorker);
  const [rejected] = await submit();
  expect(rejected?.message).toMatch(
    /^not kept: begins or ends more than a day after .* \(1\); is a clock wrong\?/,
  );
});

it('keeps what is up to a day ahead, and what is new on a host whose clock was set back meanwhile', async () => {
  const recordedNs = receivedNs;
  const none = { count: 0, message: '' };
  const send = (id: number) => {
    const body = Buffer.from(readFileSync(new URL('../otlp/testdata/js-sdk-logs.json', import.meta.url)));
    channel.port1.postMessage({ id, signal: 'logs', encoding: 'json', body, receivedNs } satisfies ToWorker);
  };
  receivedNs = BigInt(Date.UTC(2026, 10, 20, 12)) * 1_000_000n;
  send(0);
  receivedNs = BigInt(Date.UTC(2026, 9, 1)) * 1_000_000n;
  send(1);
  expect(await submit()).toEqual([none, none]);
  receivedNs = recordedNs;
});

it('says what the unit of times is to a sender whose times are of another one', async () => {
  keptSinceNs = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;
  const time = { timeUnixNano: '1795227797756', body: { stringValue: 'in milliseconds' } };
  const body = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [time] }] }] }));
  channel.port1.postMessage({
    id: 0,
    signal: 'logs',
    encoding: 'json',
    body,
    receivedNs,
  } satisfies ToWorker);
  const [rejected] = await submit();
  keptSinceNs = 0n;
  expect(rejected?.message).toMatch(/^not kept: from before .* \(1\); times must be nanoseconds since 1970/);
});

it('warns all senders of a group that refused spans may be theirs', async () => {
  const warning = {
    count: 0,
    message:
      'spans not kept of this request or of another one that arrived with it: their trace has 20000 spans already (2)',
  };
  expect(await submit('js-sdk-traces.json', 'js-sdk-traces.json')).toEqual([warning, warning]);
});

it('keeps nothing of other environments from a key that is bound to one, and says why', async () => {
  const [traces, logs] = await submitBound('staging', 'js-sdk-traces.json', 'js-sdk-logs.json');
  const message =
    /^not kept: the key is bound to the environment staging; deployment\.environment\.name says otherwise \((\d+)\)$/;
  for (const one of [traces, logs]) {
    expect(one?.count).toBeGreaterThan(0);
    expect(Number(message.exec(one?.message ?? '')?.[1])).toBe(one?.count);
  }
});
