import { z } from 'zod';
import { idText } from '@/core/settings/inputs';
import { userChangeSchema, userInputSchema } from '@/core/settings/people-inputs';
import { page, time } from './answers/parts';
import { session, user } from './answers/people';
import { contract } from './contract';

const id = z.strictObject({ id: idText });
const link = z
  .strictObject({ url: z.string().describe('Opens once; shown this once.'), expiresAt: time })
  .meta({ id: 'AccessLink' });

export const listUsers = contract({
  method: 'GET',
  path: '/users',
  summary: 'Users by e-mail address.',
  scope: 'admin',
  answer: page(user),
});

export const createUser = contract({
  method: 'POST',
  path: '/users',
  summary: 'Makes a user and the link by which they choose a password.',
  scope: 'admin',
  status: 201,
  body: userInputSchema,
  answer: z.strictObject({ user, link }),
});

export const updateUser = contract({
  method: 'PATCH',
  path: '/users/{id}',
  summary: 'Changes a user. Disabling one ends all of their sessions.',
  scope: 'admin',
  params: id,
  body: userChangeSchema,
  answer: user,
});

export const createUserLink = contract({
  method: 'POST',
  path: '/users/{id}/link',
  summary: 'Makes a link with which a user chooses a new password; earlier links stop working.',
  scope: 'admin',
  status: 201,
  params: id,
  answer: link,
});

export const listSessions = contract({
  method: 'GET',
  path: '/sessions',
  summary: 'Signed-in browsers: your own, or for an admin everybody’s; last used first.',
  scope: 'read',
  query: z.strictObject({ userId: idText.exactOptional().describe('Only sessions of this user.') }),
  answer: page(session),
});

export const endSession = contract({
  method: 'DELETE',
  path: '/sessions/{id}',
  summary: 'Ends one of your sessions, or for an admin anybody’s.',
  scope: 'read',
  status: 204,
  params: id,
  answer: z.null(),
});
