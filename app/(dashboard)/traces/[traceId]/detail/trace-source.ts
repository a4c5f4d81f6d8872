import type { SpanDetailView } from '@/core/model/views';

/** Where the details of spans come from: the server, or a file that was opened in the browser. */
export type TraceSource =
  | { readonly kind: 'server' }
  | { readonly kind: 'file'; readonly details: ReadonlyMap<string, SpanDetailView> };

export const SERVER: TraceSource = { kind: 'server' };
