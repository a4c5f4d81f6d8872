import { type NextRequest, NextResponse } from 'next/server';
import { foreignRefusal } from '@/app/_queries/foreign';
import { PATH_HEADER } from '@/app/_queries/path-header';

declare global {
  /** Replaced at build time (next.config.ts): whether this is the development server. */
  var FAASLENS_DEV: boolean | undefined;
}

function policy(nonce: string): string {
  // React's development build reconstructs server stacks with eval; the production build needs none.
  const evaluation = globalThis.FAASLENS_DEV === true ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${evaluation}`,
    // Bars and charts are placed by style attributes, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Gives every page its own content security policy; Next puts the nonce of the request header on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const refusal = foreignRefusal(request.method, request.headers);
  if (refusal !== null) return new NextResponse(`${refusal}\n`, { status: 403 });
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const value = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', value);
  return response;
}

export const config = { matcher: ['/((?!api/|_next/|theme.js|icon.svg|healthz|readyz).*)'] };
