import { activeSpan } from '../web/active-span';
import { VERCEL_CONTEXT } from '../web/wait-until';
import type { HostCall, HostDescription } from '../web/web-host';

const CRON_AGENT = 'vercel-cron/';

/**
 * What Vercel's proxy says of a request in its headers: id, route, and whether its scheduler sent it; on other hosts
 * anybody could say so. Where Next.js makes spans of its own, which continue the caller's trace, the invocation stands
 * below them.
 */
export function describeVercelRequest({
  request: { headers },
  env,
  options,
}: HostCall): Partial<HostDescription> {
  const span = activeSpan();
  const below = span ? { parent: span.spanContext() } : {};
  if (!env.VERCEL && !(VERCEL_CONTEXT in globalThis)) return { ...below, functionName: options.route };
  const read = (name: string) => headers.get(name) ?? undefined;
  // `fra1::iad1::7jtwg-1763719200000-0123456789ab`: the regions that it went through, then the request itself.
  const requestId = read('x-vercel-id')?.split('::').at(-1);
  const route = read('x-matched-path');
  const isCron = read('user-agent')?.startsWith(CRON_AGENT) === true;
  return {
    ...(isCron ? { trigger: 'timer' } : {}),
    route,
    ...below,
    functionName: options.route ?? route,
    attributes: {
      'faas.invocation_id': requestId,
      'vercel.request_id': requestId,
      'faas.cron': isCron ? read('x-vercel-cron-schedule') : undefined,
    },
  };
}
