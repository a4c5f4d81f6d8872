import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FunctionWithTotals, InvocationRow } from '../store/store';
import type { AlertReader } from './figures';

/** Helpers of this folder's tests: a webhook receiver, figures to evaluate. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** Connections that were opened, with or without a request. */
  connections(): number;
  close(): Promise<void>;
}

/** A real HTTP server on loopback; `answer` decides what each request gets (200 unless told). */
export async function startReceiver(
  answer: (response: ServerResponse, request: Received) => void = (response) => response.end('ok'),
): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(one);
      answer(response, one);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?token=secret-token`,
    port,
    received,
    connections: () => connections,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export const FUNCTION_ID = '00112233aabbccdd';

/** Figures that a test sets: what telemetry would say about each function. */
export function settableFigures() {
  const current = new Map<
    string,
    { invocations: number; errors: number; name: string; environment: string }
  >();
  const asked: unknown[] = [];
  const reader: AlertReader = {
    async functions(query) {
      asked.push(query);
      const items = [...current].map(([id, figures]) => functionWithTotals(id, figures));
      return { items, nextCursor: null };
    },
    async invocations({ outcome }) {
      const items = outcome === 'error' ? [{ traceId: 'a'.repeat(32) } as InvocationRow] : [];
      return { items, nextCursor: null };
    },
  };
  return {
    reader,
    asked,
    set(
      invocations: number,
      errors: number,
      id = FUNCTION_ID,
      name = 'checkout',
      environment = 'production',
    ) {
      current.set(id, { invocations, errors, name, environment });
    },
    clear: () => current.clear(),
  };
}

function functionWithTotals(
  id: string,
  figures: { invocations: number; errors: number; name: string; environment: string },
): FunctionWithTotals {
  const { invocations, errors, name, environment } = figures;
  const unknown = { platform: null, runtime: null, architecture: null, memoryMb: null, timeoutMs: null };
  return {
    function: {
      ...unknown,
      id,
      name,
      environment,
      provider: 'aws',
      accountId: '1',
      region: 'eu-west-1',
      service: name,
      version: null,
      firstSeen: 0,
      lastSeen: 0,
    },
    totals: {
      invocations,
      errors,
      errorRate: invocations === 0 ? null : errors / invocations,
      timeouts: 0,
      ooms: 0,
      throttles: 0,
      coldStarts: 0,
      coldStartRate: null,
      durationMs: { avg: null, p50: null, p95: null, p99: null, max: null },
      billedDurationMs: 0,
      cost: 0n,
      unpriced: 0,
      coverage: null,
    },
  };
}
