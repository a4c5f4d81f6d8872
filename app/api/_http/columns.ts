import { z } from 'zod';

/** The paths of a row's values, in the order of the API's answer; objects with known keys are flattened. */
export function columnsOf(item: z.ZodObject): readonly (readonly string[])[] {
  return Object.entries(item.shape).flatMap(([key, field]) => {
    const inner = plain(field);
    return inner instanceof z.ZodObject ? columnsOf(inner).map((path) => [key, ...path]) : [[key]];
  });
}

function plain(field: unknown): unknown {
  return field instanceof z.ZodNullable || field instanceof z.ZodOptional ? plain(field.unwrap()) : field;
}
