import type { RequestFacts } from '@/core/auth/authorize';

/** Browsers ask again after at most two hours, whatever is said. */
const MAX_AGE_SECONDS = 7_200;
const HEADER_NAMES = /^[A-Za-z0-9-]+(?:\s*,\s*[A-Za-z0-9-]+){0,49}$/;
const USUAL_HEADERS = 'authorization, content-encoding, content-type';

/** Which pages of other origins may send telemetry: those on the list, and nothing else of this Faaslens. */
export interface Cors {
  /** Whether the request comes from a page on the list. */
  allows(request: RequestFacts): boolean;
  /**
   * What every answer to such a page says. Credentials are not allowed: a page sends its key in a header, and no
   * browser adds one by itself.
   */
  headers(request: RequestFacts): Readonly<Record<string, string>>;
  /** What the answer to a preflight says beyond that. Any header may be sent: their names give nobody any right. */
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
 * The request as the door is to see it: of a page that is allowed nothing remains that makes it foreign, so that its
 * key decides alone.
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
