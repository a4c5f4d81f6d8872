import { z } from 'zod';
import { FaaslensError } from '@/core/errors';

/**
 * The input as the schema has it.
 * @throws FaaslensError `invalid_input` that names the field and what it must be; for an unknown field, the known ones.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const where = field === '' ? '' : `${field}: `;
  if (issue?.code === 'unrecognized_keys') {
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : '';
    const hint = field === '' ? `; known: ${known || 'none'}` : '';
    throw new FaaslensError(
      'invalid_input',
      `${where}unknown: ${issue.keys.join(', ').slice(0, 100)}${hint}`,
    );
  }
  throw new FaaslensError('invalid_input', `${where}${issue?.message ?? 'is not valid'}`);
}

/**
 * The parameters of a URL, ready for a schema. An empty one counts as absent, but for `environment`, whose empty
 * value names the functions without one.
 * @throws FaaslensError `invalid_input` when one is given twice.
 */
export function paramsOf(search: URLSearchParams): Readonly<Record<string, string>> {
  const params = new Map<string, string>();
  for (const [name, value] of search) {
    if (params.has(name)) throw new FaaslensError('invalid_input', `${name.slice(0, 100)}: is given twice`);
    params.set(name, value);
  }
  return Object.fromEntries([...params].filter(([name, value]) => value !== '' || name === 'environment'));
}
