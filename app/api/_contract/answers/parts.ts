import { z } from 'zod';
import type { Attributes, AttributeValue } from '@/core/model/attributes';

export const time = z.iso.datetime().describe('ISO 8601 UTC.');
export const usd = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('US dollars as a decimal string.');
export const rate = z.number().min(0).max(1).nullable();
export const count = z.number().int().min(0);

const attributeValue: z.ZodType<AttributeValue> = z
  .lazy(() =>
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(attributeValue),
      z.record(z.string(), attributeValue),
    ]),
  )
  .meta({ id: 'AttributeValue' });

export const attributes: z.ZodType<Attributes> = z
  .record(z.string(), attributeValue)
  .meta({ id: 'Attributes', description: 'Attributes of OpenTelemetry; values of any JSON type.' });

/** The answer of every list. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('`cursor` of the next page; null at the end.'),
  });
}
