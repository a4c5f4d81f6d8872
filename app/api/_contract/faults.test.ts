import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from '@/app/_queries/inputs/parse';
import { isFaaslensError } from '@/core/errors';
import { CONTRACTS } from './all';

const WRONG = [undefined, null, true, -1, 1.5, 1e12, '', 'x', 'x'.repeat(10_000), [], ['x'], {}, { x: 1 }];

/** The message about an invalid input; null if it is valid. */
function fault(schema: z.ZodType, input: unknown): string | null {
  try {
    parseInput(schema, input);
    return null;
  } catch (error) {
    if (isFaaslensError(error)) return error.message;
    throw error;
  }
}

/** Fields of a body, those of each variant. */
function fieldsIn(schema: z.ZodType): readonly string[] {
  const { properties = {}, oneOf = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const variants = (oneOf as { properties?: object }[]).flatMap((one) => Object.keys(one.properties ?? {}));
  return [...new Set([...Object.keys(properties), ...variants])];
}

it.each(CONTRACTS.filter(({ body }) => body !== null))(
  '$method $path says what is wrong with its body in words for people, not in those of a library',
  ({ body }) => {
    const schema = body as z.ZodType;
    const inputs = [
      ...WRONG,
      ...fieldsIn(schema).flatMap((name) => WRONG.map((value) => ({ type: 'webhook', [name]: value }))),
      ...fieldsIn(schema).flatMap((name) => WRONG.map((value) => ({ [name]: value }))),
    ];
    const faults = inputs.map((input) => fault(schema, input)).filter((text) => text !== null);
    expect(faults).not.toEqual([]);
    for (const text of faults)
      expect(text).not.toMatch(/Invalid (?:input|option|string)|Too (?:small|big)|received|is not valid$/);
  },
);
