import { FaaslensError } from '@/core/errors';
import { malformed } from './errors';
import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits';

/** A smaller body cannot fill memory, whatever it holds. */
const SMALL_BYTES = 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Refuses bodies for which the parser would need gigabytes before it can report an error: 64 MiB of `[` take 2.7 GB, and
 * 64 MiB of `{},` take 1.9 GB. Other invalid JSON is left to the parser.
 * @throws FaaslensError `invalid_input` for excessive nesting, `too_large` for too many values.
 */
export function checkShape(body: Uint8Array): void {
  const { length } = body;
  if (length <= SMALL_BYTES) return;
  let depth = 0;
  let values = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = body[index];
    if (byte === QUOTE) index = endOfText(body, index);
    else if (byte === COMMA) values += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > MAX_JSON_DEPTH) throw malformed(`the body is nested deeper than ${MAX_JSON_DEPTH} levels`);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  if (values > MAX_JSON_VALUES) {
    throw new FaaslensError(
      'too_large',
      `the body has more than ${MAX_JSON_VALUES} JSON values: send smaller batches`,
    );
  }
}

/** Where the string that opens at `start` ends: its closing quote, or the end of the body. */
function endOfText(body: Uint8Array, start: number): number {
  let index = start + 1;
  for (; index < body.length && body[index] !== QUOTE; index += 1) if (body[index] === BACKSLASH) index += 1;
  return index;
}
