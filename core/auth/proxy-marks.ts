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

/** Whether a proxy or tunnel says that it passed the request on; an empty header says so too. */
export function showsProxy(request: RequestFacts): boolean {
  return MARKS.some((name) => request.header(name) !== undefined);
}
