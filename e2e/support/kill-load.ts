import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What one invocation must be found as. */
export interface Expected {
  readonly traceId: string;
  readonly spans: number;
  readonly failed: boolean;
}

/** One request that may be sent again as it is. */
export interface LoadRequest {
  readonly path: '/v1/traces' | '/v1/logs';
  readonly body: Buffer;
  readonly traces: readonly Expected[];
  /** Bodies of the log records, each of its own. */
  readonly lines: readonly string[];
}

const SIZES = [1, 1, 3, 10, 50, 200];
/** Less than the longest attribute that is kept whole. */
const PADDING = 'x'.repeat(10_000);
const FUNCTIONS = ['checkout', 'orders', 'mail'];

/**
 * A request with the spans, or the log records, of a random number of invocations: from one to two hundred, each of two
 * to five spans, one of ten failed.
 */
export function makeRequest(random: () => number): LoadRequest {
  const size = SIZES[Math.floor(random() * SIZES.length)] ?? 1;
  const name = FUNCTIONS[Math.floor(random() * FUNCTIONS.length)] ?? '';
  return random() < 0.6 ? traceRequest(random, size, name) : logRequest(size, name);
}

/**
 * A request with the spans of one invocation, each with so many bytes of attributes. Five small ones are as little as
 * one commit holds; 64 of 20,000 bytes are as much as one block does.
 */
export function makeTrace(spans: number, bytesPerSpan = 0): LoadRequest {
  const made = invocation('orders', spans, false, bytesPerSpan);
  return requestOf('orders', [made]);
}

/** A request with the spans of so many invocations that happened so long ago. */
export function makeOld(invocations: number, agoMs: number): LoadRequest {
  const made = Array.from({ length: invocations }, () => invocation('archive', 3, false, 500, agoMs));
  return requestOf('archive', made);
}

function traceRequest(random: () => number, size: number, name: string): LoadRequest {
  return requestOf(
    name,
    Array.from({ length: size }, () => invocation(name, 2 + Math.floor(random() * 4), random() < 0.1)),
  );
}

interface Invocation {
  readonly expected: Expected;
  readonly spans: readonly object[];
}

function invocation(name: string, count: number, failed: boolean, bytesPerSpan = 0, agoMs = 0): Invocation {
  const [traceId, root] = [hex(32), hex(16)];
  const padding: object[] = [];
  for (let left = bytesPerSpan; left > 0; left -= PADDING.length)
    padding.push(text(`padding.${left}`, PADDING.slice(0, left)));
  const spans = Array.from({ length: count }, (_, number) =>
    number === 0
      ? {
          ...times(agoMs),
          traceId,
          spanId: root,
          name,
          kind: 2,
          attributes: [text('faas.trigger', 'http'), ...padding],
          ...(failed ? { status: { code: 2, message: 'no stock' } } : {}),
        }
      : {
          ...times(agoMs),
          traceId,
          spanId: hex(16),
          parentSpanId: root,
          name: 'child',
          kind: 3,
          attributes: padding,
        },
  );
  return { expected: { traceId, spans: count, failed }, spans };
}

function requestOf(name: string, invocations: readonly Invocation[]): LoadRequest {
  const spans = invocations.flatMap((one) => one.spans);
  const resourceSpans = [{ resource: resource(name), scopeSpans: [{ spans }] }];
  const traces = invocations.map(({ expected }) => expected);
  return { path: '/v1/traces', body: packed({ resourceSpans }), traces, lines: [] };
}

function logRequest(size: number, name: string): LoadRequest {
  const lines = Array.from({ length: size }, () => `line ${letters(16)}`);
  const { startTimeUnixNano: timeUnixNano } = times();
  const logRecords = lines.map((line) => ({ timeUnixNano, severityNumber: 9, body: { stringValue: line } }));
  const resourceLogs = [{ resource: resource(name), scopeLogs: [{ logRecords }] }];
  return { path: '/v1/logs', body: packed({ resourceLogs }), traces: [], lines };
}

function times(agoMs = 0) {
  const now = BigInt(Date.now() - agoMs) * 1_000_000n;
  return { startTimeUnixNano: String(now - 5_000_000n), endTimeUnixNano: String(now) };
}

function resource(name: string) {
  return { attributes: [text('faas.name', name), text('service.name', name)] };
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } };
}

function packed(message: object): Buffer {
  return gzipSync(JSON.stringify(message), { level: 1 });
}

/** Not of the seed: two requests must never share an id, whatever streams of numbers they were made from. */
function hex(digits: number): string {
  return randomBytes(digits / 2).toString('hex');
}

/** Sixteen digits may by chance be the number of a card, which is taken out of a line before it is stored. */
function letters(count: number): string {
  return hex(count).replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
