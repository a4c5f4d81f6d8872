import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** Amounts of money are the only texts with such a form. */
const MONEY = '^-?\\d+(\\.\\d+)?$';

/** The paths of all numbers and amounts of money that an answer of this schema may hold: `items[].durationMs.p95`. */
export function figuresIn(answer: z.ZodType): readonly string[] {
  const root = z.toJSONSchema(answer, { io: 'output' });
  const found = new Set<string>();
  const walk = (schema: Schema | boolean, path: string, above: readonly Schema[]): void => {
    if (typeof schema === 'boolean') return;
    const one = resolved(root, schema);
    if (above.includes(one)) return;
    const within = [...above, one];
    const types = [one.type].flat();
    if (types.includes('number') || types.includes('integer') || one.pattern === MONEY) found.add(path);
    for (const choice of one.anyOf ?? []) walk(choice, path, within);
    for (const [name, part] of Object.entries(one.properties ?? {}))
      walk(part, path === '' ? name : `${path}.${name}`, within);
    if (one.items !== undefined && !Array.isArray(one.items)) walk(one.items, `${path}[]`, within);
  };
  walk(root, '', []);
  return [...found].sort();
}

function resolved(root: Schema, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
  return target === undefined ? schema : resolved(root, target);
}
