import { z } from 'zod';
import { capacityInputSchema } from '@/core/settings/capacity-input';
import { idText } from '@/core/settings/inputs';
import { capacity } from './answers/costs';
import { page } from './answers/parts';
import { contract } from './contract';

const byId = z.strictObject({ id: idText });

export const listCapacity = contract({
  method: 'GET',
  path: '/costs/capacity',
  summary:
    'Instances that are kept ready, as people said: provisioned concurrency, always-ready, minimum instances.',
  scope: 'read',
  answer: page(capacity),
});

export const createCapacity = contract({
  method: 'POST',
  path: '/costs/capacity',
  summary: 'States how many instances of a function are kept ready, and between which days.',
  scope: 'edit',
  status: 201,
  body: capacityInputSchema,
  answer: capacity,
});

export const updateCapacity = contract({
  method: 'PUT',
  path: '/costs/capacity/{id}',
  summary: 'Replaces what was stated about instances that are kept ready.',
  scope: 'edit',
  params: byId,
  body: capacityInputSchema,
  replaces: { answer: capacity, passing: ['functionName'] },
  answer: capacity,
});

export const deleteCapacity = contract({
  method: 'DELETE',
  path: '/costs/capacity/{id}',
  summary: 'Takes it back: the cost of instances that are kept ready is unknown again.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: z.null(),
});
