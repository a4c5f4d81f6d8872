import { z } from 'zod';
import type { ConcurrencyLimitView } from '@/core/model/views';
import { concurrencyInputSchema } from '@/core/settings/concurrency-input';
import { idText } from '@/core/settings/inputs';
import { count, page, time } from './answers/parts';
import { contract } from './contract';

const concurrencyLimit = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    accountId: z.string(),
    region: z.string(),
    most: count.describe('Invocations that may run at once there, of all functions together.'),
    statedAt: time,
  })
  .meta({ id: 'ConcurrencyLimit' }) satisfies z.ZodType<ConcurrencyLimitView>;

export const listConcurrencyLimits = contract({
  method: 'GET',
  path: '/concurrency-limits',
  summary: 'How many invocations may run at once in each region of an account, as people stated it.',
  scope: 'read',
  answer: page(concurrencyLimit),
});

export const setConcurrencyLimit = contract({
  method: 'PUT',
  path: '/concurrency-limits',
  summary: 'States how many invocations may run at once in a region of an account.',
  scope: 'edit',
  body: concurrencyInputSchema,
  replaces: { answer: concurrencyLimit },
  answer: concurrencyLimit,
});

export const deleteConcurrencyLimit = contract({
  method: 'DELETE',
  path: '/concurrency-limits/{id}',
  summary: 'Takes it back: how many may run at once is unknown again.',
  scope: 'edit',
  status: 204,
  params: z.strictObject({ id: idText }),
  answer: z.null(),
});
