import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ZoneProvider } from './_components/zone/zone';
import { readZoneCookie, ZONE_COOKIE } from './_components/zone/zone-cookie';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Faaslens', template: '%s · Faaslens' },
  description: 'Invocations, errors, cold starts, cost and traces of serverless functions.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1212' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const zone = readZoneCookie((await cookies()).get(ZONE_COOKIE)?.value);
  return (
    // The theme script sets the class before React hydrates.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" nonce={nonce} suppressHydrationWarning />
      </head>
      <body className="font-sans">
        <ZoneProvider told={zone}>{children}</ZoneProvider>
      </body>
    </html>
  );
}
