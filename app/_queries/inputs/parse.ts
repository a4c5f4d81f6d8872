import { z } from 'zod';
import { FaaslensError } from '@/core/errors';
import { wordsOf } from '@/core/issue-words';

/**
 * Parses the input with the schema.
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
  const known = issue?.code === 'unrecognized_keys' ? fieldsOf(schema, input, issue.path) : null;
  const hint = known === null ? '' : `; known: ${known.join(', ') || 'none'}`;
  throw new FaaslensError('invalid_input', `${where}${wordsOf(issue)}${hint}`);
}

/** The known fields of the object at the path, in the variant that the input selects; null if it is no object. */
export function fieldsOf(
  schema: z.ZodType,
  input: unknown,
  path: readonly PropertyKey[],
): readonly string[] | null {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return fieldsOf(schema.unwrap() as z.ZodType, input, path);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const named = valueAt(input, discriminator);
    const variant = schema.options.find(
      (option) => option instanceof z.ZodObject && option.shape[discriminator]?.safeParse(named).success,
    );
    return variant instanceof z.ZodObject ? fieldsOf(variant, input, path) : null;
  }
  if (!(schema instanceof z.ZodObject)) return null;
  const [name, ...rest] = path;
  if (name === undefined) return Object.keys(schema.shape);
  const inner = schema.shape[String(name)];
  return inner === undefined ? null : fieldsOf(inner, valueAt(input, name), rest);
}

function valueAt(input: unknown, name: PropertyKey): unknown {
  return z.looseObject({}).safeParse(input).data?.[String(name)];
}

/** `attribute.tenant.id` or `attribute[tenant.id]`: one of many values of the parameter `attribute`. */
const OF_MANY = /^([a-zA-Z]+)(?:\.(.+)|\[(.+)\])$/s;

/**
 * The parameters of a URL, ready for a schema; those with a dot or brackets in their names are collected in an object. An
 * empty one counts as absent, except `environment`, whose empty value means the functions without one.
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
    // Zod silently drops this name.
    if (inner === '__proto__')
      throw new FaaslensError('invalid_input', `${outer}: __proto__ is not allowed as a name`);
    if (inner === undefined ? known !== undefined : many.has(inner) || typeof known === 'string')
      throw new FaaslensError('invalid_input', `${name.slice(0, 100)}: is given twice`);
    if (value === '' && name !== 'environment') continue;
    params.set(outer, inner === undefined ? value : many.set(inner, value));
  }
  return Object.fromEntries(
    [...params].map(([name, value]) => [name, typeof value === 'string' ? value : Object.fromEntries(value)]),
  );
}
