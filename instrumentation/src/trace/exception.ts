import type { Attributes } from './attributes';

/** An error as telemetry tells it. `type` is of low cardinality; `message` and `stack` may be missing. */
export interface ExceptionDetails {
  readonly type: string;
  readonly message: string | undefined;
  readonly stack: string | undefined;
}

const MAX_CAUSES = 3;

/** Describes whatever was thrown: an `Error`, something that looks like one, or any other value. Never throws. */
export function describeException(thrown: unknown): ExceptionDetails {
  try {
    return describe(thrown);
  } catch {
    // Its own getters do.
    return { type: typeof thrown, message: undefined, stack: undefined };
  }
}

function describe(thrown: unknown): ExceptionDetails {
  if (typeof thrown !== 'object' || thrown === null) {
    return { type: typeof thrown, message: textOf(thrown), stack: undefined };
  }
  const { name, message, stack } = thrown as { name?: unknown; message?: unknown; stack?: unknown };
  return {
    type: typeOf(thrown, name),
    message: typeof message === 'string' ? message : textOf(thrown),
    stack: typeof stack === 'string' ? stackWithCauses(thrown, stack) : undefined,
  };
}

/** The `exception.*` attributes of span events and log records. */
export function exceptionAttributes(details: ExceptionDetails): Attributes {
  return {
    'exception.type': details.type,
    'exception.message': details.message,
    'exception.stacktrace': details.stack,
  };
}

function typeOf(thrown: object, name: unknown): string {
  const className = thrown.constructor?.name;
  const given = typeof name === 'string' && name !== '' ? name : undefined;
  // `class PaymentError extends Error {}` keeps the name "Error". A class name of one or two letters is a minifier's.
  if ((given === undefined || given === 'Error') && className && className.length > 2) return className;
  return given ?? 'object';
}

function stackWithCauses(thrown: object, stack: string): string {
  let text = stack;
  let cause = (thrown as { cause?: unknown }).cause;
  for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth += 1) {
    text += `\nCaused by: ${cause.stack ?? cause.message}`;
    cause = cause.cause;
  }
  return text;
}

function textOf(value: unknown): string | undefined {
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch {
    return undefined;
  }
}
