import { describe, expect, it } from 'vitest';
import { ROOT_CONTEXT } from '../trace/context';
import { isTracedElsewhere } from './traced-elsewhere';

const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');
const ACTIVE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
const CALLER = { ...ACTIVE, spanId: 'c'.repeat(16) };

const isTraced = (spanId: string | undefined, span: object, traceId = ACTIVE.traceId) =>
  isTracedElsewhere(
    {
      method: 'GET',
      scheme: 'http',
      host: 'localhost',
      port: 80,
      target: '/',
      header: () => spanId && `00-${traceId}-${spanId}-01`,
    },
    ROOT_CONTEXT.setValue(SPAN_KEY, span),
    ACTIVE,
  );

describe('a request is traced elsewhere', () => {
  const ours = (kind: number) => ({ init: { kind, parent: CALLER } });
  const ofSdk = (kind: number) => ({ kind, parentSpanContext: CALLER });

  it.each([
    ['this package', ours],
    ['the SDK', ofSdk],
  ])(
    'when its header names a client span that is active, or one that is not: a span of %s',
    (_whose, span) => {
      expect(isTraced(ACTIVE.spanId, span(2))).toBe(true);
      expect(isTraced('d'.repeat(16), span(1))).toBe(true);
    },
  );

  it.each([
    ['this package', ours],
    ['the SDK', ofSdk],
  ])('but not when a caller injected the active span or passed its own caller on: %s', (_whose, span) => {
    expect(isTraced(ACTIVE.spanId, span(1))).toBe(false);
    expect(isTraced(CALLER.spanId, span(1))).toBe(false);
  });

  it('nor when it has no header, or one of another trace', () => {
    expect(isTraced(undefined, ours(2))).toBe(false);
    expect(isTraced('d'.repeat(16), ours(2), 'e'.repeat(32))).toBe(false);
  });
});
