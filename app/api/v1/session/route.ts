import type { Services } from '@/app/_queries/door';
import { readSession, signIn, signOut } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';
import { forgottenKeyCookie, keyCookie } from '@/core/auth/credentials';
import { FaaslensError } from '@/core/errors';

export const GET = route(readSession, async ({ access }) => {
  if (access === null) throw new FaaslensError('unauthenticated', 'a key is needed');
  return { scope: access.scope };
});

/** The key itself is the session: it is checked here as any request that shows it will be. */
export const POST = route(signIn, async ({ body, facts, headers, services }) => {
  const { scope } = await services.door.authorize(
    {
      method: facts.method,
      header: (name) => (name === 'authorization' ? `Bearer ${body.key}` : facts.header(name)),
    },
    'read',
  );
  headers.append('Set-Cookie', keyCookie(body.key, { secure: isSecure(services) }));
  return { scope };
});

export const DELETE = route(signOut, async ({ headers, services }) => {
  headers.append('Set-Cookie', forgottenKeyCookie({ secure: isSecure(services) }));
  return null;
});

function isSecure({ config }: Services): boolean {
  return config.publicUrl?.startsWith('https:') ?? false;
}
