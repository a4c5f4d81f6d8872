import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { localPath } from './local-path';
import { SignIn } from './sign-in';

export const metadata: Metadata = { title: 'Sign in' };

/** The only page without a key: it shows no data. */
export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { next, need } = await searchParams;
  const needed = need === 'admin' || need === 'read' ? need : null;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-4 p-4">
      <h1 className="font-semibold text-[1.25rem] text-ink leading-7">Sign in to Faaslens</h1>
      <Card className="pt-4">
        {needed !== null && (
          <p className="mb-3 text-body">
            You are signed in, but this page needs{' '}
            {needed === 'admin' ? 'an admin key' : 'a key that may read'}.
          </p>
        )}
        <SignIn next={localPath(typeof next === 'string' ? next : undefined)} signedIn={needed !== null} />
        <p className="mt-4 text-muted">
          No key yet? In the folder of Faaslens,{' '}
          <code className="break-words font-mono text-ink">
            node bin/faaslens.mjs keys create --scope {needed ?? 'read'}
          </code>{' '}
          makes one.
        </p>
      </Card>
    </main>
  );
}
