import { keepAccess } from '@/app/_queries/current-access';
import type { Access } from '@/core/auth/authorize';
import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { Scope } from '@/core/settings/settings';
import { API_HEADERS } from './errors';
import { type Asking, stillAllowed } from './still-allowed';

export interface StreamEvent {
  /** The Last-Event-ID that a browser sends when it reconnects. */
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

interface StreamOptions {
  readonly call: Asking & { readonly request: Request };
  readonly scope: Scope;
  /** Events without end; null if there is nothing to send. `wait` resolves early when the client disconnects. */
  readonly events: (
    wait: (ms: number) => Promise<void>,
  ) => AsyncGenerator<StreamEvent | null, void, undefined>;
}

/** Each occupies a reader for a moment every half second. */
const MOST_STREAMS = 50;
/** Per user or key, so that none can take the slots of others. */
const MOST_OF_ONE = 20;
/** A proxy may close a connection that is silent for a minute. */
const SILENCE_MS = 15_000;

let open = 0;
const openOf = new Map<string, number>();

/**
 * A stream of server-sent events. The next one is only produced when the client has taken the last one, so that a slow reader
 * delays only itself. Access is checked again while it runs: a revoked key ends it, and so does a binding to another
 * environment, which a browser picks up when it reconnects.
 * @throws FaaslensError `overloaded` if too many are open, in total or for the caller.
 */
export function eventStream({ call, scope, events }: StreamOptions): Response {
  const { request } = call;
  if (open >= MOST_STREAMS)
    throw new FaaslensError('overloaded', `more than ${MOST_STREAMS} live streams are open: close a tab`);
  const leave = enter(call.access);
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  const source = events((ms) => sleep(ms, signal));
  const nextEvent = keepAccess(() => source.next());
  let isOpen = true;
  const end = () => {
    if (isOpen) leave();
    isOpen = false;
    gone.abort();
    void source.return();
  };
  signal.addEventListener('abort', end, { once: true });
  // A client that is already gone fires no event, and nobody would read or cancel the response.
  if (signal.aborted) end();
  const mayGoOn = stillAllowed(call, scope);
  let toldAt = performance.now();

  const next = async (): Promise<string | null> => {
    while (!signal.aborted) {
      if (!(await mayGoOn())) return null;
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

/** Counts one more stream of the caller; the returned function releases it. */
function enter(access: Access | null): () => void {
  const who = access?.session?.userId ?? access?.keyId ?? null;
  const ofOne = who === null ? 0 : (openOf.get(who) ?? 0);
  if (ofOne >= MOST_OF_ONE)
    throw new FaaslensError(
      'overloaded',
      `more than ${MOST_OF_ONE} live streams of yours are open: close a tab`,
    );
  open += 1;
  if (who !== null) openOf.set(who, ofOne + 1);
  return () => {
    open -= 1;
    if (who === null) return;
    const left = (openOf.get(who) ?? 1) - 1;
    if (left === 0) openOf.delete(who);
    else openOf.set(who, left);
  };
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
