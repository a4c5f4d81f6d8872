import type { SpanContext } from '@opentelemetry/api';

const ROOT = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})/i;
const PARENT = /Parent=([0-9a-f]{16})/i;

/**
 * The span in an X-Ray header, `Root=1-<time>-<id>;Parent=<id>;Sampled=<0|1>`; `undefined` when it names none, as the
 * header of a load balancer does.
 */
export function parseXrayHeader(header: string | undefined): SpanContext | undefined {
  const [, time, rest] = ROOT.exec(header ?? '') ?? [];
  const spanId = PARENT.exec(header ?? '')?.[1]?.toLowerCase();
  if (time === undefined || rest === undefined || spanId === undefined) return undefined;
  return {
    traceId: `${time}${rest}`.toLowerCase(),
    spanId,
    traceFlags: /Sampled=1/.test(header ?? '') ? 1 : 0,
    isRemote: true,
  };
}
