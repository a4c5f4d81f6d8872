/** Attributes of a call, in a type that the OpenTelemetry API takes too. */
export type CallAttributes = Record<string, string | number | string[]>;

/** A request that is about to leave, whichever client makes it. */
export interface OutgoingRequest {
  /** In the case that the caller wrote. */
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** Name or address, without port and brackets. */
  readonly host: string;
  /** The scheme's own where none was given. */
  readonly port: number;
  /** Path and query. */
  readonly target: string;
  /** @param name lower-case */
  header(name: string): string | undefined;
}

/** The head of the answer. */
export interface OutgoingResponse {
  readonly status: number;
  /** @param name lower-case */
  header(name: string): string | undefined;
}

/** How a span presents a request. */
export interface CallDescription {
  readonly name: string;
  readonly attributes: CallAttributes;
  /** The name and further attributes once the start of the body is known; `undefined` when it says nothing. */
  readonly describeBody?: ((start: string) => BodyDescription | undefined) | undefined;
  /** What the answer adds. */
  readonly describeAnswer?: ((response: OutgoingResponse) => AnswerDescription) | undefined;
}

export type BodyDescription = Pick<CallDescription, 'name' | 'attributes'>;

export interface AnswerDescription {
  readonly attributes: CallAttributes;
  /** The service's own name of the error, when it tells one. */
  readonly errorType: string | undefined;
}

/** Splits `host`, `host:port` and `[address]:port`. */
export function splitAuthority(
  authority: string,
  scheme: OutgoingRequest['scheme'],
): { host: string; port: number } {
  const match = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(authority);
  const [, host = authority, port] = match ?? [];
  return { host, port: port === undefined ? defaultPort(scheme) : Number(port) };
}

export function defaultPort(scheme: OutgoingRequest['scheme']): number {
  return scheme === 'https' ? 443 : 80;
}
