import type { Attributes } from '../../attributes';
import type { LogRecord, Resource } from '../../telemetry';

export const REQUEST = '6f747d00-2b05-4b43-8c86-c3a4ec0a5b1d';
export const INSTANCE = '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef';
export const LAMBDA: Resource = {
  attributes: {
    'cloud.provider': 'aws',
    'cloud.region': 'eu-central-1',
    'faas.name': 'orders',
    'faas.version': '7',
    'faas.instance': INSTANCE,
  },
};

/** A log record of the function, `timeMs` milliseconds after the epoch. */
export function logAt(timeMs: number, body: string, attributes: Attributes = {}): LogRecord {
  return {
    timeNs: BigInt(timeMs) * 1_000_000n,
    severity: 0,
    severityText: '',
    body,
    attributes,
    traceId: null,
    spanId: null,
    resource: LAMBDA,
    scope: { name: '', version: '', attributes: {} },
  };
}
