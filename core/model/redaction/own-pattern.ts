import { RE2JS } from 're2js';
import { FaaslensError } from '../../errors';

/** Limit on instructions of a compiled pattern, which bounds its cost per character of text. */
const MOST_INSTRUCTIONS = 1_000;

/** A user's pattern. Matching time is linear in the text's length, whatever the pattern. */
export interface OwnPattern {
  has(text: string): boolean;
  replace(text: string, mark: string): string;
}

/**
 * @throws FaaslensError `invalid_input` that names `field` for a pattern that is not RE2, too large, or matches the empty text
 */
export function compilePattern(pattern: string, field = 'match'): OwnPattern {
  const compiled = compile(pattern, field);
  if (compiled.programSize() > MOST_INSTRUCTIONS)
    throw invalid(field, 'is too large: repeat less, or make two rules of it');
  if (compiled.test('')) throw invalid(field, 'matches the empty text: everything would be marked');
  return {
    has: (text) => compiled.test(text),
    replace: (text, mark) => compiled.matcher(text).replaceAll(() => mark),
  };
}

function compile(pattern: string, field: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : '';
    throw invalid(
      field,
      `is not a regular expression that runs in linear time (RE2: no look-around, no back-references): ${why}`,
      cause,
    );
  }
}

function invalid(field: string, text: string, cause?: unknown): FaaslensError {
  return new FaaslensError('invalid_input', `${field} ${text}`, { cause });
}
