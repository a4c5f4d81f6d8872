import { z } from 'zod';
import { keyInputSchema } from '@/core/settings/inputs';
import { page } from './answers/parts';
import { key } from './answers/settings';
import { contract } from './contract';

const scope = z.enum(['ingest', 'read', 'admin']);

export const listKeys = contract({
  method: 'GET',
  path: '/keys',
  summary: 'Keys, newest first, without their secrets.',
  scope: 'admin',
  answer: page(key),
});

export const createKey = contract({
  method: 'POST',
  path: '/keys',
  summary: 'Makes a key. Its secret is shown this once.',
  scope: 'admin',
  status: 201,
  body: keyInputSchema,
  answer: z.strictObject({ key, secret: z.string() }),
});

export const revokeKey = contract({
  method: 'DELETE',
  path: '/keys/{id}',
  summary: 'Revokes a key; it stays in the list.',
  scope: 'admin',
  params: z.strictObject({ id: z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _') }),
  answer: key,
});

export const readSession = contract({
  method: 'GET',
  path: '/session',
  summary: 'What the key or cookie of this request may do.',
  scope: 'read',
  answer: z.strictObject({ scope }),
});

export const signIn = contract({
  method: 'POST',
  path: '/session',
  summary: 'Signs a browser in: keeps the key in a cookie that scripts cannot read.',
  scope: 'public',
  body: z.strictObject({ key: z.string().min(1, 'must not be empty').max(500, 'is too long') }),
  answer: z.strictObject({ scope }),
});

export const signOut = contract({
  method: 'DELETE',
  path: '/session',
  summary: 'Signs a browser out: takes the cookie away.',
  scope: 'public',
  status: 204,
  answer: z.null(),
});
