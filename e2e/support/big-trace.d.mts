/** See big-trace.mjs. */
export function bigTrace(options: {
  readonly spans: number;
  readonly traceId: string;
  readonly startMs: number;
}): readonly { readonly resourceSpans: readonly object[] }[];
