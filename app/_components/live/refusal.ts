/** Temporary reasons for refusing a stream; all others, such as a revoked key, are final. */
const PASSING: ReadonlySet<string> = new Set(['unavailable', 'overloaded', 'timeout']);

export interface StreamRefusal {
  /** Whether retrying is worthwhile. */
  readonly passes: boolean;
  readonly message: string;
}

/** Why the server ended a stream, from its event `refused`. */
export function readRefusal(data: string): StreamRefusal {
  const { code, message }: { readonly code: string; readonly message: string } = JSON.parse(data);
  return { passes: PASSING.has(code), message };
}
