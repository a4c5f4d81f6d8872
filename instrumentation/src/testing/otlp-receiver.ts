import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Value = string | number | boolean | Value[] | undefined;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly flags: number;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { code: number; message?: string } | undefined;
  readonly scope: { name: string; version?: string };
  readonly resource: Record<string, Value>;
  readonly attributes: Record<string, Value>;
  readonly events: { name: string; timeUnixNano: string; attributes: Record<string, Value> }[];
  readonly links: { traceId: string; spanId: string }[];
}

export interface ReceivedLog {
  readonly body: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly attributes: Record<string, Value>;
  readonly resource: Record<string, Value>;
}

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that takes OTLP/JSON and remembers it. */
export interface OtlpReceiver {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** How many connections were opened to it. */
  connections(): number;
  /** In the order of arrival. */
  spans(): ReceivedSpan[];
  logs(): ReceivedLog[];
  /** Answers the next requests instead of `200 {}`; a handler that answers nothing leaves the client waiting. */
  answerWith(handler: ((response: ServerResponse, request: ReceivedRequest) => void) | undefined): void;
  /** Closes the server's side of every idle connection, as a load balancer does during a freeze. */
  closeIdleConnections(): void;
  close(): Promise<void>;
}

export async function startOtlpReceiver(port = 0): Promise<OtlpReceiver> {
  const requests: ReceivedRequest[] = [];
  let answer: Parameters<OtlpReceiver['answerWith']>[0];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
    const received = { path: request.url ?? '', headers: request.headers, body };
    requests.push(received);
    if (answer) answer(response, received);
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bodies = (path: string) =>
    requests.filter((request) => request.path === path).map(({ body }) => JSON.parse(body));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    spans: () => bodies('/v1/traces').flatMap(readSpans),
    logs: () => bodies('/v1/logs').flatMap(readLogs),
    answerWith: (handler) => {
      answer = handler;
    },
    closeIdleConnections: () => server.closeIdleConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Body {
  resourceSpans: {
    resource: Attributed;
    scopeSpans: {
      scope: ReceivedSpan['scope'];
      spans: (Attributed & { events: (Attributed & { name: string; timeUnixNano: string })[] })[];
    }[];
  }[];
  resourceLogs: {
    resource: Attributed;
    scopeLogs: { logRecords: (Attributed & { body: { stringValue: string } })[] }[];
  }[];
}

interface Attributed {
  attributes: { key: string; value: Record<string, unknown> }[];
}

function readSpans(body: Body): ReceivedSpan[] {
  return body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...(span as unknown as ReceivedSpan),
        scope,
        resource: readAttributes(resource),
        attributes: readAttributes(span),
        events: span.events.map((event) => ({ ...event, attributes: readAttributes(event) })),
      })),
    ),
  );
}

function readLogs(body: Body): ReceivedLog[] {
  return body.resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map((record) => ({
        ...(record as unknown as ReceivedLog),
        body: record.body.stringValue,
        resource: readAttributes(resource),
        attributes: readAttributes(record),
      })),
    ),
  );
}

function readAttributes({ attributes }: Attributed): Record<string, Value> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue(value: Record<string, unknown>): Value {
  if ('intValue' in value) {
    if (typeof value.intValue !== 'string') throw new Error('a 64-bit integer must be text in OTLP/JSON');
    return Number(value.intValue);
  }
  const list = value.arrayValue as { values: Record<string, unknown>[] } | undefined;
  if (list) return list.values.map(readValue);
  return Object.values(value)[0] as Value;
}
