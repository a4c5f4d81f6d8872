import { z } from 'zod';
import type { toSessionView, toUserView } from '@/app/_queries/views/people';
import { ROLES } from '@/core/settings/people';
import { time } from './parts';

export const role = z.enum(ROLES);

export const user = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    environment: z.string().nullable().describe('The only environment that a viewer sees; null: all.'),
    state: z.enum(['invited', 'active', 'disabled']),
    singleSignOn: z.boolean().describe('Whether an account of the provider belongs to it.'),
    createdAt: time,
    lastSignInAt: time.nullable(),
  })
  .meta({ id: 'User' }) satisfies z.ZodType<ReturnType<typeof toUserView>>;

export const session = z
  .strictObject({
    id: z.string(),
    userId: z.string(),
    device: z.string(),
    address: z.string(),
    current: z.boolean().describe('Whether it is the session of this request.'),
    createdAt: time,
    lastUsedAt: time,
    expiresAt: time,
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<ReturnType<typeof toSessionView>>;
