import { keepAccess } from '@/app/_queries/current-access';
import { allServices } from '@/app/_queries/door';
import type { RequestFacts } from '@/core/auth/authorize';
import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { Scope } from '@/core/settings/settings';
import { API_HEADERS } from './errors';

export interface StreamEvent {
  /** What a browser sends as Last-Event-ID when it connects again. */
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

interface StreamOptions {
  readonly request: Request;
  readonly facts: RequestFacts;
  readonly scope: Scope;
  /** Events without end; null when there is nothing to tell. `wait` resolves early when the client is gone. */
  readonly events: (
    wait: (ms: number) => Promise<void>,
  ) => AsyncGenerator<StreamEvent | null, void, undefined>;
}

/** Each holds a reader for a moment every half second. */
const MOST_STREAMS = 50;
/** A proxy between may give up on a line that is silent for a minute. */
const SILENCE_MS = 15_000;
/** A revoked key works no longer than five seconds. */
const CHECK_MS = 4_000;

let open = 0;

/**
 * A stream of server-sent events. The next one is only made when the client took the last one, so that a slow reader
 * holds up nothing but itself. The key is asked for again while it runs: a revoked one ends it.
 * @throws FaaslensError `overloaded` when too many are open.
 */
export function eventStream({ request, facts, scope, events }: StreamOptions): Response {
  if (open >= MOST_STREAMS)
    throw new FaaslensError('overloaded', `more than ${MOST_STREAMS} live streams are open: close a tab`);
  open += 1;
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  const source = events((ms) => sleep(ms, signal));
  const nextEvent = keepAccess(() => source.next());
  let isOpen = true;
  const end = () => {
    if (isOpen) open -= 1;
    isOpen = false;
    gone.abort();
    void source.return();
  };
  signal.addEventListener('abort', end, { once: true });
  let checkedAt = performance.now();
  let toldAt = checkedAt;

  const next = async (): Promise<string | null> => {
    while (!signal.aborted) {
      const now = performance.now();
      if (now - checkedAt > CHECK_MS) {
        checkedAt = now;
        const { door } = await allServices();
        await door.authorize(facts, scope);
      }
      const { value, done } = await nextEvent();
      if (done) return null;
      if (value) {
        toldAt = performance.now();
        return textOf(value);
      }
      if (performance.now() - toldAt > SILENCE_MS) {
        toldAt = performance.now();
        return ':\n\n';
      }
    }
    return null;
  };
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode('retry: 1000\n\n')),
      async pull(controller) {
        try {
          const text = await next();
          if (text !== null) {
            controller.enqueue(encoder.encode(text));
            return;
          }
        } catch (error) {
          if (!isFaaslensError(error)) {
            end();
            throw error;
          }
          const { code, message } = error;
          controller.enqueue(encoder.encode(textOf({ event: 'refused', data: { code, message } })));
        }
        end();
        if (!request.signal.aborted) controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      ...API_HEADERS,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'X-Accel-Buffering': 'no',
    },
  });
}

function textOf({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
