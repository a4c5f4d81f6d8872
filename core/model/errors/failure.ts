/** What was thrown, as the sender tells it. Every field is '' when the sender said nothing. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** The same without where. */
export type Thrown = Pick<Failure, 'type' | 'message'>;

/** How a failure was reported; an exception says more than the bare status of a span or of an invocation. */
export type FailureSource = 'span-event' | 'log' | 'status' | 'outcome';

/** One report of a failure. The same failure may be reported several times: `errorsOfTrace` counts it once. */
export interface ErrorReport extends Failure {
  readonly source: FailureSource;
  readonly timeNs: bigint;
  /** Null for a log record that belongs to no trace. */
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** The version of the function that ran, null when the sender names none. */
  readonly version: string | null;
}

/** Longest type, message and stack that are kept, in UTF-16 units; what is longer is cut. */
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

/** Python writes the innermost frame last, the others first: both ends are needed to find the own one. */
function headAndTail(stack: string): string {
  const half = MAX_STACK_LENGTH / 2 - 1;
  return `${cut(stack, half)}\n${stack.slice(-half).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** The text's beginning, at most so many UTF-16 units long, never with half a character at its end. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
