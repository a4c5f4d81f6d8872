/** What keeps a stream from going on for now; everything else, such as a key that was revoked, does for good. */
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'overloaded', 'timeout']);

export interface StreamRefusal {
  /** Whether it is worth to ask again. */
  readonly passes: boolean;
  readonly message: string;
}

/** Why the server ended a stream, as its event `refused` tells it. */
export function readRefusal(data: string): StreamRefusal {
  const { code, message }: { readonly code: string; readonly message: string } = JSON.parse(data);
  return { passes: PASSING.has(code), message };
}
