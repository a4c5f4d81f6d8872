import type { Service } from './service';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** OTLP's number; 2 (server) when left out. */
  readonly kind?: number;
  /** Milliseconds after the start of all. */
  readonly from: number;
  readonly to: number;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | boolean>>;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events?: readonly Json[];
}

/** OTLP's form of attributes. */
export function otlpAttributes(attributes: Readonly<Record<string, string | boolean>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'boolean' ? { boolValue: value } : { stringValue: value },
  }));
}

/** An OTLP/JSON request with the spans of one resource. */
export function otlpTraces(
  resource: Readonly<Record<string, string>>,
  startMs: number,
  spans: readonly SentSpan[],
) {
  const time = (ms: number) => String(BigInt(startMs) * 1_000_000n + BigInt(Math.round(ms * 1e6)));
  return {
    resourceSpans: [
      {
        resource: { attributes: otlpAttributes(resource) },
        scopeSpans: [
          {
            scope: { name: 'e2e', version: '1' },
            spans: spans.map(({ from, to, error, attributes = {}, kind = 2, ...span }) => ({
              ...span,
              kind,
              startTimeUnixNano: time(from),
              endTimeUnixNano: time(to),
              attributes: otlpAttributes(attributes),
              status: error === undefined ? {} : { code: 2, message: error },
            })),
          },
        ],
      },
    ],
  };
}

/** Posts a request and fails unless all of it was taken. */
export async function post(service: Service, path: '/v1/traces' | '/v1/logs', body: object): Promise<void> {
  const response = await fetch(service.otlp + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok || text.includes('rejected')) throw new Error(`${path}: ${response.status} ${text}`);
}
