import { z } from 'zod';
import { singleSignOnSchema } from '@/core/settings/people-inputs';
import { contract } from './contract';

const settings = singleSignOnSchema
  .omit({ clientSecret: true })
  .extend({ redirectUri: z.string().describe('What the provider must be told to allow.') })
  .meta({ id: 'SingleSignOn' });

export const readSingleSignOn = contract({
  method: 'GET',
  path: '/single-sign-on',
  summary: 'The OpenID provider that people sign in with, without its secret; null when there is none.',
  scope: 'admin',
  answer: settings.nullable(),
});

export const setSingleSignOn = contract({
  method: 'PUT',
  path: '/single-sign-on',
  summary: 'Sets the OpenID provider, after its configuration was read.',
  scope: 'admin',
  body: singleSignOnSchema,
  replaces: { answer: settings },
  answer: settings,
});

export const removeSingleSignOn = contract({
  method: 'DELETE',
  path: '/single-sign-on',
  summary: 'Removes the OpenID provider; sessions go on.',
  scope: 'admin',
  status: 204,
  answer: z.null(),
});

export const beginSingleSignOn = contract({
  method: 'GET',
  path: '/session/sso',
  summary: 'Sends a browser to the OpenID provider.',
  scope: 'public',
  status: 303,
  query: z.strictObject({ next: z.string().max(2000).exactOptional().describe('The page to open then.') }),
  answer: z.null(),
});

export const finishSingleSignOn = contract({
  method: 'GET',
  path: '/session/sso/callback',
  summary: 'Where the provider sends the browser back to; signs it in.',
  scope: 'public',
  status: 303,
  query: z.looseObject({}).describe('As OpenID Connect defines it.'),
  answer: z.null(),
});
