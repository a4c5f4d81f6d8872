import type { Attributes } from '../attributes';
import type { RedactionSettings } from './rule';
import { createValueRedactor } from './value-redactor';

/** The redacted example, and in how many values each detector and rule found something. */
export interface TriedRedaction {
  readonly output: string;
  readonly found: readonly { readonly by: string; readonly values: number }[];
}

/** Redacts an example as ingest would: a JSON object is taken as attributes, anything else as text. */
export function tryRedaction(settings: RedactionSettings, input: string): TriedRedaction {
  const counts = new Map<string, number>();
  const values = createValueRedactor(settings, (by) => counts.set(by, (counts.get(by) ?? 0) + 1));
  const attributes = attributesOf(input);
  const output =
    attributes === null ? values.text(input) : JSON.stringify(values.attributes(attributes), null, 2);
  return { output, found: [...counts].map(([by, count]) => ({ by, values: count })) };
}

function attributesOf(input: string): Attributes | null {
  if (!input.trimStart().startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(input);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Attributes) : null;
  } catch {
    return null;
  }
}
