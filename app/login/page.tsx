import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { BUTTON } from '@/app/_components/ui/controls';
import { signInWays } from '@/app/_queries/people';
import { KeySignIn } from './key-sign-in';
import { localPath } from './local-path';
import { PasswordSignIn } from './password-sign-in';
import { SignedIn } from './signed-in';

export const metadata: Metadata = { title: 'Sign in' };

const NEEDS: Readonly<Record<string, string>> = {
  admin: 'an admin',
  edit: 'an editor or an admin',
  read: 'somebody who may read',
};

const REFUSED: Readonly<Record<string, string>> = {
  'sso-away': 'The provider does not answer. Try again, or sign in another way.',
  'sso-expired': 'That took too long, or began in another browser. Try again.',
  'sso-failed': 'The provider did not let you in. Try again.',
  'sso-often': 'Too many sign-ins from your address failed. Wait a minute, then try again.',
  'sso-unverified': 'The provider does not say that your e-mail address is verified. Ask an admin.',
  'sso-unknown': 'Your account of the provider is not invited. Ask an admin.',
};

/** The page for who is not signed in: it shows no data. */
export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { next, need, refused } = await searchParams;
  const needed = NEEDS[String(need)];
  const path = localPath(typeof next === 'string' ? next : undefined);
  const ways = await signInWays();
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-4 p-4">
      <h1 className="font-semibold text-[1.25rem] text-ink leading-7">Sign in to Faaslens</h1>
      <Card className="pt-4">
        <div className="flex flex-col gap-4">
          {typeof refused === 'string' && REFUSED[refused] && (
            <p role="alert" className="text-bad">
              {REFUSED[refused]}
            </p>
          )}
          <SignedIn next={path} needed={needed ?? null} />
          {ways.singleSignOn !== null && (
            // Not a link of the router: it leaves the dashboard.
            <a href={`/api/v1/session/sso?next=${encodeURIComponent(path)}`} className={BUTTON}>
              {ways.singleSignOn}
            </a>
          )}
          {ways.password && <PasswordSignIn next={path} />}
          <KeySignIn next={path} alone={!ways.password && ways.singleSignOn === null} />
        </div>
      </Card>
    </main>
  );
}
