import { type FaaslensErrorCode, HTTP_STATUS, isFaaslensError } from '@/core/errors';

const MORE_HEADERS: Partial<Record<FaaslensErrorCode, Readonly<Record<string, string>>>> = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer' },
  overloaded: { 'Retry-After': '1' },
  unavailable: { 'Retry-After': '1' },
};

/** Sent with every answer of the API: it must not be cached, and is readable only by our own pages. */
export const API_HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The answer for an error: that of a FaaslensError is specific, anything else is a defect and stays in the log. */
export function errorResponse(error: unknown, call: string): Response {
  if (isFaaslensError(error) && Object.hasOwn(HTTP_STATUS, error.code)) {
    const { code, message } = error;
    return Response.json(
      { error: { code, message } },
      { status: HTTP_STATUS[code], headers: { ...API_HEADERS, ...MORE_HEADERS[code] } },
    );
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${JSON.stringify({ level: 'error', msg: `${call} failed`, stack })}\n`);
  return Response.json(
    { error: { code: 'internal', message: 'Faaslens failed; its log says why' } },
    { status: 500, headers: API_HEADERS },
  );
}
