import { z } from 'zod';
import { FaaslensError } from '@/core/errors';
import { wordsOf } from '@/core/issue-words';

/**
 * The input as the schema has it.
 * @throws FaaslensError `invalid_input` that names the field and what it must be; for an unknown field, the known ones.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A wrong name explains a missing one.
  const issue =
    issues.find(({ code, path }) => code === 'unrecognized_keys' && path.length === 0) ?? issues[0];
  const field = issue?.path.join('.') ?? '';
  const where = field === '' ? '' : `${field}: `;
  const known = issue?.code === 'unrecognized_keys' && field === '' ? fieldsOf(schema, input) : null;
  const hint = known === null ? '' : `; known: ${known.join(', ') || 'none'}`;
  throw new FaaslensError('invalid_input', `${where}${wordsOf(issue)}${hint}`);
}

/** The fields of an object's schema, or of that variant which the input names; null for other schemas. */
function fieldsOf(schema: z.ZodType, input: unknown): readonly string[] | null {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return null;
  const { discriminator } = schema.def;
  const named = z.looseObject({ [discriminator]: z.unknown() }).safeParse(input).data?.[discriminator];
  const variant = schema.options.find(
    (option) => option instanceof z.ZodObject && option.shape[discriminator]?.safeParse(named).success,
  );
  return variant instanceof z.ZodObject ? Object.keys(variant.shape) : null;
}

/** `attribute.tenant.id` or `attribute[tenant.id]`: one of many values of the parameter `attribute`. */
const OF_MANY = /^([a-zA-Z]+)(?:\.(.+)|\[(.+)\])$/s;

/**
 * The parameters of a URL, ready for a schema; those with a dot or brackets in their names are gathered in an object. An
 * empty one counts as absent, but for `environment`, whose empty value names the functions without one.
 * @throws FaaslensError `invalid_input` when one is given twice.
 */
export function paramsOf(
  search: URLSearchParams,
): Readonly<Record<string, string | Readonly<Record<string, string>>>> {
  const params = new Map<string, string | Map<string, string>>();
  for (const [name, value] of search) {
    const [, outer = name, afterDot, inBrackets] = OF_MANY.exec(name) ?? [];
    const inner = afterDot ?? inBrackets;
    const known = params.get(outer);
    const many = known instanceof Map ? known : new Map<string, string>();
    // What validates objects leaves this name out without a word.
    if (inner === '__proto__') throw new FaaslensError('invalid_input', `${outer}: __proto__ is no name`);
    if (inner === undefined ? known !== undefined : many.has(inner) || typeof known === 'string')
      throw new FaaslensError('invalid_input', `${name.slice(0, 100)}: is given twice`);
    if (value === '' && name !== 'environment') continue;
    params.set(outer, inner === undefined ? value : many.set(inner, value));
  }
  return Object.fromEntries(
    [...params].map(([name, value]) => [name, typeof value === 'string' ? value : Object.fromEntries(value)]),
  );
}
