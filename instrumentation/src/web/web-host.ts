import type { Environment } from '../config/environment';
import type { RequestLike } from '../http/fetch-request';
import type { EventDescription, Invocation, InvocationStart } from '../platform';
import type { Attributes } from '../trace/attributes';
import type { WebOptions } from './web-options';

/** What sets one host of handlers from `Request` to `Response` apart from the others. */
export interface WebHost {
  resource(env: Environment): Attributes;
  /** What only this host tells of a request; its attributes are added to those that every request has. */
  describe?(call: HostCall): Partial<HostDescription>;
  /** Whether the process goes on after an answer, so that nothing need wait. */
  readonly runsOn?: boolean;
  /** Whether the process makes calls that are none of a caller's: a build. */
  isIgnored?(env: Environment): boolean;
  /** Takes the place of an invocation of ours where the host traces requests itself. */
  begin?(start: InvocationStart, env: Environment, options: WebOptions): Invocation | undefined;
  /** The answer that a thrown value stands for, if it is no failure. */
  answerIn?(thrown: unknown): { readonly status: number } | undefined;
}

/** One call of a handler as its host makes it. */
export interface HostCall {
  readonly request: RequestLike;
  readonly args: readonly unknown[];
  readonly env: Environment;
  readonly options: WebOptions;
}

/** What a host adds. `route` and `functionName` stand behind the options of the same meaning. */
export interface HostDescription extends EventDescription {
  readonly route?: string | undefined;
  readonly functionName?: string | undefined;
}
