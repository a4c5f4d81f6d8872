import type { RequestFacts } from '@/core/auth/authorize';

/** Browsers cap this at two hours, whatever the server says. */
const MAX_AGE_SECONDS = 7_200;
const HEADER_NAMES = /^[A-Za-z0-9-]+(?:\s*,\s*[A-Za-z0-9-]+){0,49}$/;
const USUAL_HEADERS = 'authorization, content-encoding, content-type';

/** Decides which pages of other origins may send telemetry: those on the list. They may use nothing else of Faaslens. */
export interface Cors {
  /** Whether the request comes from a page on the list. */
  allows(request: RequestFacts): boolean;
  /**
   * The headers of every answer to such a page. Credentials are not allowed: a page sends its key in a header, and no browser
   * adds one by itself.
   */
  headers(request: RequestFacts): Readonly<Record<string, string>>;
  /** The additional headers of a preflight answer. Any header may be sent, since header names grant no rights. */
  preflightHeaders(request: RequestFacts): Readonly<Record<string, string>>;
}

/** `origins` as browsers write them: scheme, host and port, lower case. */
export function createCors(origins: readonly string[]): Cors {
  const allows = (request: RequestFacts) => {
    const origin = request.header('origin');
    return origin !== undefined && origins.includes(origin);
  };
  return {
    allows,
    headers: (request) => ({
      'access-control-allow-origin': request.header('origin') ?? '',
      'access-control-expose-headers': 'retry-after',
      vary: 'origin',
    }),
    preflightHeaders: (request) => ({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': allowedHeaders(request.header('access-control-request-headers')),
      'access-control-max-age': String(MAX_AGE_SECONDS),
      vary: 'origin, access-control-request-headers',
    }),
  };
}

/**
 * The request as the door should see it: for an allowed page, without the headers that make it cross-origin, so that only
 * its key decides.
 */
export function withoutOrigin(request: RequestFacts): RequestFacts {
  return {
    method: request.method,
    header: (name) => (name === 'origin' || name === 'sec-fetch-site' ? undefined : request.header(name)),
  };
}

function allowedHeaders(asked: string | undefined): string {
  return asked !== undefined && HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS;
}
