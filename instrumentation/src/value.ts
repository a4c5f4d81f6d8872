/** Readers for events, whose shape nobody guarantees. */

export type UnknownRecord = Readonly<Record<string, unknown>>;

const EMPTY: UnknownRecord = {};

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a record; an empty one when it is none. */
export function recordOf(value: unknown): UnknownRecord {
  return isRecord(value) ? value : EMPTY;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isRecord(value) && typeof value.then === 'function';
}

/** Begins here and now what else would begin when somebody waits for it, as queries of some libraries do. */
export function adopt(value: unknown): unknown {
  if (value instanceof Promise || !isThenable(value)) return value;
  return new Promise((resolve, reject) => {
    value.then(resolve, reject);
  });
}

/** A string that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The part of an ARN after its last colon: the name of a queue, topic or table. */
export function lastArnPart(arn: unknown): string | undefined {
  return textOf(arn)?.split(':').at(-1);
}

/** What stands at a path such as `requestContext.http.method`. */
export function at(value: unknown, path: string): unknown {
  let keys = paths.get(path);
  if (keys === undefined) {
    keys = path.split('.');
    paths.set(path, keys);
  }
  let found = value;
  for (const key of keys) {
    if (found === undefined) return undefined;
    found = recordOf(found)[key];
  }
  return found;
}

// The same few in every invocation.
const paths = new Map<string, readonly string[]>();

/** A string that is not empty, at a path. */
export const textAt = (value: unknown, path: string): string | undefined => textOf(at(value, path));
