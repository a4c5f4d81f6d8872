import type { ReactNode } from 'react';
import { ScopedLink } from '../url/scoped-link';
import { Nav } from './nav';
import { ProgressLine } from './progress-line';
import { TopBar } from './top-bar';

/** The frame around every screen. */
export function Shell({
  environments,
  children,
}: {
  readonly environments: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[11.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-40 rounded bg-card px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <ProgressLine />
      <aside className="border-line md:sticky md:top-0 md:h-dvh md:border-r md:bg-card">
        <div className="hidden h-14 items-center px-4.5 md:flex">
          <Brand />
        </div>
        <Nav />
      </aside>
      <div className="min-w-0">
        <header className="z-10 flex min-h-14 md:sticky md:top-0 items-center gap-2 border-line border-b bg-page px-4 py-2 max-sm:px-3 lg:px-6">
          <div className="self-start pt-1 md:hidden">
            <Brand compact />
          </div>
          <TopBar environments={environments} />
        </header>
        <main
          id="content"
          className="mx-auto flex max-w-[100rem] flex-col gap-4 px-4 pt-4 pb-24 md:pb-10 lg:px-6 lg:pt-5"
        >
          {children}
        </main>
      </div>
    </div>
  );
}

function Brand({ compact = false }: { readonly compact?: boolean }) {
  return (
    <ScopedLink to="/" aria-label="Faaslens" className="flex items-center gap-2 font-semibold text-ink">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6">
        <rect width="32" height="32" rx="7" fill="#0f766e" />
        <path d="M8 10h16" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
        <path d="M11 16h10" stroke="#99f6e4" strokeWidth="3" strokeLinecap="round" />
        <path d="M17 22h6" stroke="#fbbf24" strokeWidth="3" strokeLinecap="round" />
      </svg>
      {!compact && <span className="text-[0.9375rem]">Faaslens</span>}
    </ScopedLink>
  );
}
