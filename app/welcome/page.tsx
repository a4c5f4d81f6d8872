import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { Welcome } from './welcome';

export const metadata: Metadata = { title: 'Welcome' };

/** Where a link to set up, to join or to choose a new password leads. It shows no data. */
export default function WelcomePage() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-4 p-4">
      <h1 className="font-semibold text-[1.25rem] text-ink leading-7">Welcome to Faaslens</h1>
      <Card className="pt-4">
        <Welcome />
      </Card>
    </main>
  );
}
