import type { Outgoing, OutgoingDependencies } from '../outgoing/outgoing';
import { traceFetch } from '../outgoing/traced-fetch';

/** Puts a `fetch` into the global object that makes a client span of every call. */
export function followCalls(deps: OutgoingDependencies): Outgoing {
  const original = globalThis.fetch;
  const { fetch, settle } = traceFetch(original, deps);
  globalThis.fetch = fetch;
  return {
    settle,
    dispose() {
      if (globalThis.fetch === fetch) globalThis.fetch = original;
    },
  };
}
