import { z } from 'zod';
import { keyInputSchema, keyRotationSchema } from '@/core/settings/inputs';
import { page, time } from './answers/parts';
import { role, user } from './answers/people';
import { key } from './answers/settings';
import { contract } from './contract';

const id = z.strictObject({ id: z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _') });
const scope = z
  .enum(['ingest', 'read', 'edit', 'admin'])
  .describe('`edit` is what editors may: read, and change rules, channels, prices and triage.');
const newKey = z.strictObject({ key, secret: z.string().describe('Shown this once.') });

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
  answer: newKey,
});

export const revokeKey = contract({
  method: 'DELETE',
  path: '/keys/{id}',
  summary: 'Revokes a key; it stays in the list.',
  scope: 'admin',
  params: id,
  answer: key,
});

export const rotateKey = contract({
  method: 'POST',
  path: '/keys/{id}/rotate',
  summary: 'Makes a key that may do the same; the old one stays valid for a while beside it.',
  scope: 'admin',
  status: 201,
  params: id,
  body: keyRotationSchema,
  answer: newKey.extend({ oldValidUntil: time.nullable() }),
});

export const readSession = contract({
  method: 'GET',
  path: '/session',
  summary: 'What the key or session of this request may do, and whose it is.',
  scope: 'read',
  answer: z.strictObject({
    scope,
    environment: z.string().nullable().describe('The only environment that it sees; null: all.'),
    user: user.nullable().describe('Null for keys, and where nobody has to sign in.'),
    sessionId: z.string().nullable(),
  }),
});

const byKey = z.strictObject({ key: z.string().min(1, 'must not be empty').max(500, 'is too long') });
const byPassword = z.strictObject({
  email: z.string().min(1, 'must not be empty').max(254, 'is too long'),
  password: z.string().min(1, 'must not be empty').max(256, 'is too long'),
});

export const signIn = contract({
  method: 'POST',
  path: '/session',
  summary:
    'Signs a browser in, with a key or with e-mail and password: sets a cookie that scripts cannot read.',
  scope: 'public',
  body: z.union([byPassword, byKey], { error: 'must be {email, password} or {key}' }),
  answer: z.strictObject({ scope }),
});

export const signOut = contract({
  method: 'DELETE',
  path: '/session',
  summary: 'Signs a browser out: ends its session and removes the cookie.',
  scope: 'public',
  status: 204,
  answer: z.null(),
});

export const changePassword = contract({
  method: 'PUT',
  path: '/session/password',
  summary: 'Changes your own password, and ends all other sessions of the user.',
  scope: 'read',
  status: 204,
  body: z.strictObject({
    currentPassword: byPassword.shape.password,
    password: byPassword.shape.password.describe('At least 12 characters.'),
  }),
  answer: z.null(),
});

export const openLink = contract({
  method: 'POST',
  path: '/links/open',
  summary: 'What a link to set up, to join or to choose a new password is for; leaves it unused.',
  scope: 'public',
  body: z.strictObject({ token: z.string().max(200) }),
  answer: z.strictObject({ kind: z.enum(['setup', 'invite', 'reset']), email: z.string().nullable(), role }),
});

export const acceptLink = contract({
  method: 'POST',
  path: '/links/accept',
  summary: 'Uses a link: sets the password and signs in. A set-up link makes the first admin.',
  scope: 'public',
  body: z.strictObject({
    token: z.string().max(200),
    password: z.string().max(256).describe('At least 12 characters.'),
    email: z.string().max(254).optional().describe('Of the first admin; other links know theirs.'),
    name: z.string().max(200).optional(),
  }),
  answer: z.strictObject({ scope }),
});
