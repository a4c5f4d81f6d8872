import { type CallsDependencies, createCalls } from './calls';
import { createSubscriptions } from './channels';
import { publishCreatedRequests } from './created-requests';
import { followHttp } from './http-channels';
import { followHttp2 } from './http2-channels';
import { followUndici } from './undici-channels';

export interface OutgoingDependencies extends CallsDependencies {
  /** Told what failed inside this part; the calls themselves go on. */
  onError(error: unknown): void;
}

/** The outgoing calls of a process as client spans. */
export interface Outgoing {
  /** Before the spans of an invocation are sent: ends those whose answer has come but whose body nobody read. */
  settle(owner: object): void;
  /** Stops following. Calls on their way end no more. */
  dispose(): void;
}

const FOLLOWED = Symbol.for('faaslens.outgoing');

/**
 * Makes a client span of every call that leaves through `fetch`, undici, `node:http`, `node:https` and `node:http2`, and
 * writes the trace context into its headers. Nothing is patched from Node.js 22.12 on: the runtime's own diagnostics
 * channels tell. An SDK with instrumentations of its own must have started before, so that calls are seen once.
 *
 * The first one in a process follows, so that two copies of this package do not make two spans; the others do nothing.
 */
export function followOutgoing(deps: OutgoingDependencies): Outgoing {
  const followed = globalThis as { [FOLLOWED]?: boolean };
  if (followed[FOLLOWED]) return { settle() {}, dispose() {} };
  followed[FOLLOWED] = true;
  const calls = createCalls(deps);
  const { listen, dispose } = createSubscriptions(deps.onError);
  followUndici(calls, listen);
  followHttp(calls, listen);
  followHttp2(calls, listen);
  const unpublish = publishCreatedRequests();
  return {
    settle: calls.settle,
    dispose() {
      dispose();
      unpublish();
      Reflect.deleteProperty(followed, FOLLOWED);
    },
  };
}
