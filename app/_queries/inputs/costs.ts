import { z } from 'zod';
import { FaaslensError } from '@/core/errors';
import { LONGEST_KEY } from '@/core/model/attributes';
import type { CostGrouping } from '@/core/store/store';
import { environment, functionId, pageFields, rangeFields } from './fields';

const KINDS = ['function', 'outcome', 'line', 'dependency', 'version'] as const;
const ATTRIBUTE = 'attribute:';

const groupBy = z
  .string()
  .max(ATTRIBUTE.length + LONGEST_KEY)
  .refine((text) => toGrouping(text) !== null, `must be one of ${KINDS.join(', ')} or attribute:<key>`)
  .default('function')
  .describe(`One of ${KINDS.join(', ')}, or attribute:<key> for a promoted attribute.`);

export const costsSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  groupBy,
  limit: pageFields.limit,
});

export const costScopeSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
});

export const adviceSchema = z.strictObject({ environment, functionId: functionId.exactOptional() });

/** Null if the text names no grouping. */
export function toGrouping(text: string): CostGrouping | null {
  const by = KINDS.find((kind) => kind === text);
  if (by !== undefined) return { by };
  const key = text.startsWith(ATTRIBUTE) ? text.slice(ATTRIBUTE.length) : '';
  return key === '' ? null : { by: 'attribute', key };
}

/** For a text that the schema has accepted. */
export function grouping(text: string): CostGrouping {
  const found = toGrouping(text);
  if (found === null) throw new FaaslensError('invalid_input', `groupBy: is not known: ${text}`);
  return found;
}
