import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants';
import { SECURITY_HEADERS } from './core/security-headers';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[/\\]$/, '');

const ALWAYS_SENT = Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value }));

export default function config(phase: string): NextConfig {
  return {
    output: 'standalone',
    outputFileTracingRoot: root,
    turbopack: { root },
    // `npm run verify` checks the types of the dashboard: a first start need not wait for it.
    typescript: { tsconfigPath: 'app/tsconfig.json', ignoreBuildErrors: true },
    poweredByHeader: false,
    reactStrictMode: true,
    // Each screen is loaded when it is first opened: half the work and 30 MB less at each start.
    experimental: { preloadEntriesOnStart: false },
    compiler: { defineServer: { 'globalThis.FAASLENS_DEV': phase === PHASE_DEVELOPMENT_SERVER } },
    headers: async () => [{ source: '/:path*', headers: ALWAYS_SENT }],
  };
}
