import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="font-semibold text-[1.0625rem] text-ink">Page not found</h1>
      <Link href="/" className="text-brand-strong hover:underline">
        To the overview
      </Link>
    </main>
  );
}
