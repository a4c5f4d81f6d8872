import type { RequestFacts } from './request-facts';

const MARKS = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-forwarded-by',
  'x-forwarded-prefix',
  'x-forwarded-protocol',
  'x-forwarded-scheme',
  'x-forwarded-ssl',
] as const;

/** Whether a header shows that a proxy or tunnel forwarded the request; even an empty one counts. */
export function showsProxy(request: RequestFacts): boolean {
  return MARKS.some((name) => request.header(name) !== undefined);
}
