import { z } from 'zod';
import { isCalendarDay } from '@/core/model/calendar-day';

const name = z.string().min(1).max(100);

export const pricesSchema = z.strictObject({
  provider: name,
  product: name,
  region: name.exactOptional().describe('Not needed where the price is the same everywhere.'),
  asOf: z
    .string()
    .refine(isCalendarDay, 'must be a day, as 2026-11-21')
    .exactOptional()
    .describe('The day whose prices count; today when left out.'),
});

export const importOfSchema = z.strictObject({ provider: name, product: name });
