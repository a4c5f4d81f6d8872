import { z } from 'zod';
import { fingerprint } from '@/app/_queries/inputs/fields';
import { errorSchema, errorsSchema } from '@/app/_queries/inputs/lists';
import { triageInputSchema } from '@/core/settings/inputs';
import { error, errorDetail, errorState } from './answers/errors';
import { page, time } from './answers/parts';
import { contract } from './contract';

const byFingerprint = z.strictObject({ fingerprint });

export const errors = contract({
  method: 'GET',
  path: '/errors',
  summary: 'Groups of equal errors with one in the range, by their last error, newest first.',
  scope: 'read',
  query: errorsSchema,
  answer: page(error),
});

export const oneError = contract({
  method: 'GET',
  path: '/errors/{fingerprint}',
  summary: 'One group of errors, with its errors per hour.',
  scope: 'read',
  params: byFingerprint,
  query: errorSchema,
  answer: errorDetail,
});

export const triageError = contract({
  method: 'PATCH',
  path: '/errors/{fingerprint}',
  summary: 'Decides about a group of errors: open, resolved or ignored.',
  scope: 'edit',
  params: byFingerprint,
  body: z.strictObject({ state: triageInputSchema.shape.state }),
  answer: z.strictObject({ fingerprint, state: errorState, changedAt: time }),
});
