import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { fieldsOf } from '@/app/_queries/inputs/parse';
import { FaaslensError } from '@/core/errors';

const LONGEST_VALUE = 100;

interface Answered {
  /** The current answer of what is replaced, read only if needed; null if there is none. */
  readonly read: () => Promise<object | null>;
  /** Fields accepted with any value. */
  readonly passing: readonly string[];
}

/**
 * The input without the fields that only the replaced answer has. Unknown ones stay, for `body` to refuse.
 * @throws FaaslensError `invalid_input` that names a read-only field with a changed value
 */
export async function withoutAnswered(
  sent: unknown,
  body: z.ZodType,
  { read, passing }: Answered,
): Promise<unknown> {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const known = fieldsOf(body, sent, []);
  const others = Object.keys(sent).filter((name) => known !== null && !known.includes(name));
  const present = others.length === 0 ? null : await read();
  if (present === null) return sent;
  const answered = new Map<string, unknown>(Object.entries(present));
  const rest = Object.entries(sent).filter(([name, value]) => {
    if (!others.includes(name) || !answered.has(name)) return true;
    if (passing.includes(name) || isDeepStrictEqual(value, answered.get(name))) return false;
    const is = JSON.stringify(answered.get(name)).slice(0, LONGEST_VALUE);
    throw new FaaslensError(
      'invalid_input',
      `${name}: is ${is} and cannot be set; leave it out, or send it as it is answered`,
    );
  });
  return Object.fromEntries(rest);
}
