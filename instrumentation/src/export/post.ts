/** How one HTTP request ended. */
export type PostResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly body: string;
    }
  /** The connection was closed by the other side, as idle ones are after a freeze. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Posts `payload`; never rejects, and settles within `timeoutMs`. */
export interface HttpPost {
  (payload: Uint8Array, timeoutMs: number): Promise<PostResult>;
  /** Opens the connection ahead of the first request, as soon as the event loop turns; where an engine lets it. */
  connect?(): void;
}

/** Characters of an answer that are read at most. */
export const MAX_RESPONSE_CHARACTERS = 65_536;
