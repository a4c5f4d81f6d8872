import type { z } from 'zod';

/** A validation issue, with the fields used here. */
type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What an input must be, in the words of its schema; or in words of ours, since the library's are for programmers. */
export function wordsOf(issue: Issue | undefined): string {
  if (issue === undefined) return 'is not valid';
  if (!/^(?:Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') {
    const wanted = `must be ${KINDS[issue.expected] ?? issue.expected}`;
    return issue.message.endsWith('received undefined') ? `is missing: it ${wanted}` : wanted;
  }
  if (issue.code === 'invalid_value') return `must be ${oneOf(issue.values)}`;
  if (issue.code === 'too_small') return `must ${sizeOf(issue.origin, `at least ${issue.minimum}`)}`;
  if (issue.code === 'too_big') return `must ${sizeOf(issue.origin, `at most ${issue.maximum}`)}`;
  if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ').slice(0, 100)}`;
  return 'is not valid';
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

function sizeOf(origin: string, bound: string): string {
  if (origin === 'string') return `have ${bound} characters`;
  return origin === 'array' || origin === 'object' ? `have ${bound} entries` : `be ${bound}`;
}
