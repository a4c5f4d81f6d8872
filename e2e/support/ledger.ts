import type { Expected, LoadRequest } from './kill-load';

/** What was sent and what of it was acknowledged. */
export interface Ledger {
  /** Sends a request once and notes how it ended; false when the service is gone. */
  send(otlp: string, request: LoadRequest): Promise<boolean>;
  /** A request whose acknowledgement was lost, or now and then one that was acknowledged; undefined when there is none. */
  toRepeat(random: () => number): LoadRequest | undefined;
  /** How often a request was acknowledged, repeats included. */
  acknowledgements(): number;
  /** How often a request was sent that had been sent before. */
  repeats(): number;
  /** All requests, in the order of their first sending. */
  readonly sent: readonly LoadRequest[];
  /** By trace id. */
  traces(what: 'sent' | 'acknowledged'): Map<string, Expected>;
  lines(what: 'sent' | 'acknowledged'): Set<string>;
}

export function createLedger(): Ledger {
  const sent: LoadRequest[] = [];
  const known = new Set<LoadRequest>();
  const acknowledged = new Set<LoadRequest>();
  const lost: LoadRequest[] = [];
  let [repeats, acknowledgements] = [0, 0];
  const of = (what: 'sent' | 'acknowledged') => (what === 'sent' ? sent : [...acknowledged]);

  return {
    sent,
    acknowledgements: () => acknowledgements,
    repeats: () => repeats,
    async send(otlp, request) {
      if (known.has(request)) repeats += 1;
      else sent.push(request);
      known.add(request);
      try {
        const response = await fetch(otlp + request.path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body: new Uint8Array(request.body),
        });
        await response.arrayBuffer();
        if (response.status === 200) {
          acknowledged.add(request);
          acknowledgements += 1;
        } else if (response.status !== 503) throw new Error(`${request.path} answered ${response.status}`);
        return true;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        if (!acknowledged.has(request)) lost.push(request);
        return false;
      }
    },
    toRepeat(random) {
      return lost.pop() ?? (random() < 0.3 ? sent[Math.floor(random() * sent.length)] : undefined);
    },
    traces: (what) =>
      new Map(of(what).flatMap(({ traces }) => traces.map((trace) => [trace.traceId, trace]))),
    lines: (what) => new Set(of(what).flatMap(({ lines }) => lines)),
  };
}
