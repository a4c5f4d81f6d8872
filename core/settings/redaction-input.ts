import { z } from 'zod';
import { compilePattern } from '../model/redaction/own-pattern';
import { DETECTOR_IDS, type RedactionRule, RULE_KINDS } from '../model/redaction/rule';

/** A rule as people give it. */
export const redactionRuleSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[\w][\w .-]{0,39}$/, 'must have up to 40 letters, digits, blanks, dots and hyphens')
    .refine((name) => !DETECTOR_IDS.some((id) => id === name), 'is the name of a built-in detector'),
  kind: z.enum(RULE_KINDS, { error: 'must be key or pattern' }),
  match: z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters'),
}) satisfies z.ZodType<RedactionRule>;

/** @throws FaaslensError `invalid_input` for a key of stars only, or a pattern that is no regular expression of RE2 */
export function checkRedactionRule({ kind, match }: RedactionRule): void {
  if (kind === 'pattern') compilePattern(match);
}
