import { z } from 'zod';
import { search } from './fields';

export const findSchema = z.strictObject({
  q: search
    .trim()
    .min(1, 'must not be empty')
    .describe('A whole id as it was copied, or part of the name of a function.'),
});
