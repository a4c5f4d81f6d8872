export interface InvocationPlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** Reads `trace id.span id`, or the address of a trace's page with its span; null when it is neither. */
export function parsePlace(typed: string | undefined): InvocationPlace | null {
  const found =
    /^([0-9a-f]{32})\.([0-9a-f]{16})$/i.exec(typed ?? '') ??
    /\/traces\/([0-9a-f]{32})\?(?:[^#]*&)?span=([0-9a-f]{16})\b/i.exec(typed ?? '');
  const [, traceId, spanId] = found ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  return { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() };
}
