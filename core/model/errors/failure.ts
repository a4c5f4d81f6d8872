/** What was thrown, as reported by the sender. Fields that it did not give are ''. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** The same without the stack. */
export type Thrown = Pick<Failure, 'type' | 'message'>;

/** How a failure was reported; an exception says more than the bare status of a span or an invocation. */
export type FailureSource = 'span-event' | 'log' | 'status' | 'outcome';

/** One report of a failure. The same failure may be reported several times: `errorsOfTrace` counts it once. */
export interface ErrorReport extends Failure {
  readonly source: FailureSource;
  readonly timeNs: bigint;
  /** Null for a log record outside of any trace. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** The version of the function that ran, null when the sender did not name one. */
  readonly version: string | null;
}

/** Maximum lengths of type, message and stack in UTF-16 units; longer ones are cut. */
const MAX_TYPE_LENGTH = 200;
const MAX_MESSAGE_LENGTH = 1_000;
export const MAX_STACK_LENGTH = 32_768;

/** The failure with its texts trimmed and cut to their limits. A long stack keeps its head and its tail. */
export function boundedFailure(type: string, message: string, stack: string): Failure {
  return {
    type: cut(type.trim(), MAX_TYPE_LENGTH),
    message: cut(message.trim(), MAX_MESSAGE_LENGTH),
    stack: stack.length <= MAX_STACK_LENGTH ? stack : headAndTail(stack),
  };
}

/** Python writes the innermost frame last, other languages first: both ends are needed to find the user's own frame. */
function headAndTail(stack: string): string {
  const half = MAX_STACK_LENGTH / 2 - 1;
  return `${cut(stack, half)}\n${stack.slice(-half).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** The beginning of a text, at most `length` UTF-16 units, without half a character at its end. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
