import type { MessagePort, Transferable } from 'node:worker_threads';
import { FaaslensError, type FaaslensErrorCode, isFaaslensError } from '../errors';

/**
 * Functions that one thread offers to another; arguments and results must survive structured cloning. Meant for one long-lived
 * worker that also does work of its own, like the collector's background thread. A pool, which chooses a thread for each call,
 * uses `core/data/protocol.ts`.
 */
export type Handlers = { readonly [name: string]: (...args: never[]) => unknown };

type Awaitable<Fn> = Fn extends (...args: infer Args) => infer Result
  ? (...args: Args) => Promise<Awaited<Result>>
  : never;

/** The same functions as seen from the other thread. */
export type Remote<Offered extends Handlers> = { readonly [Name in keyof Offered]: Awaitable<Offered[Name]> };

interface SentError {
  readonly code: FaaslensErrorCode | null;
  readonly message: string;
  readonly stack: string;
}

interface Call {
  readonly call: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

type Answer =
  | { readonly answer: number; readonly value: unknown }
  | {
      readonly answer: number;
      readonly error: SentError;
    };

/** Answers the calls that arrive on the port. FaaslensErrors keep their code and message. */
export function serveCalls(port: MessagePort, handlers: Handlers): void {
  port.on('message', async (message: Call) => {
    if (typeof message?.call !== 'number') return;
    try {
      const handler = handlers[message.name] as ((...args: readonly unknown[]) => unknown) | undefined;
      if (!handler) throw new Error(`no such call: ${message.name}`);
      port.postMessage({ answer: message.call, value: await handler(...message.args) } satisfies Answer);
    } catch (error) {
      const code = isFaaslensError(error) ? error.code : null;
      const { message: text, stack = '' } = error instanceof Error ? error : new Error(String(error));
      port.postMessage({ answer: message.call, error: { code, message: text, stack } } satisfies Answer);
    }
  });
}

/** A worker, or a port whose other end is in one. */
interface Way {
  postMessage(call: Call, moved: readonly Transferable[]): void;
  on(event: 'message', listener: (message: Answer) => void): unknown;
  once(event: 'exit' | 'close', listener: () => void): unknown;
}

/**
 * Calls the functions that a worker offers. Every call rejects with `unavailable` when the worker ends, or the port is closed,
 * before it answers. `moved` names the memory that is transferred with a call's arguments instead of copied.
 */
export function connectCalls<Offered extends Handlers>(
  worker: Way,
  moved: (args: readonly unknown[]) => ArrayBuffer[] = () => [],
): Remote<Offered> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastCall = 0;
  let ended = false;

  worker.on('message', (message: Answer) => {
    if (typeof message?.answer !== 'number') return;
    const call = waiting.get(message.answer);
    waiting.delete(message.answer);
    if ('value' in message) call?.resolve(message.value);
    else call?.reject(toError(message.error));
  });
  const end = () => {
    ended = true;
    for (const call of waiting.values())
      call.reject(new FaaslensError('unavailable', 'a worker ended before it answered'));
    waiting.clear();
  };
  worker.once('exit', end);
  worker.once('close', end);

  return new Proxy({} as Remote<Offered>, {
    get: (_target, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined;
      return (...args: readonly unknown[]) =>
        new Promise((resolve, reject) => {
          if (ended) {
            reject(new FaaslensError('unavailable', 'the worker has ended'));
            return;
          }
          lastCall += 1;
          waiting.set(lastCall, { resolve, reject });
          worker.postMessage({ call: lastCall, name, args } satisfies Call, moved(args));
        });
    },
  });
}

function toError({ code, message, stack }: SentError): Error {
  return code ? new FaaslensError(code, message) : Object.assign(new Error(message), { stack });
}
