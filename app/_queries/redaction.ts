import type { RedactionRule } from '@/core/model/redaction/rule';
import { tryRedaction } from '@/core/model/redaction/try-redaction';
import { services } from './door';
import { type RedactionView, toRedactionView } from './views/redaction';

const COUNTED_MS = 30 * 86_400_000;

/** What is redacted, and in how many values it was found in the last 30 days. */
export async function getRedaction(): Promise<RedactionView> {
  const { settings, now } = await services();
  const [inForce, rules, counts] = await Promise.all([
    settings.redaction(),
    settings.listRedactionRules(),
    settings.redactionCounts(now() - COUNTED_MS),
  ]);
  return toRedactionView(inForce, rules, counts);
}

/** A preview of redaction of a text or of attributes, with an additional rule if given. */
export async function testRedaction(input: string, rule: RedactionRule | null) {
  const { settings } = await services();
  const inForce = await settings.redaction();
  return tryRedaction(rule === null ? inForce : { ...inForce, rules: [...inForce.rules, rule] }, input);
}
