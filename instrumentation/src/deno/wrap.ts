import { createWebWrap } from '../web/create-web-wrap';
import { namelessResource } from '../web/nameless-resource';
import type { HostCall, HostDescription } from '../web/web-host';
import type { WebWrap } from '../web/web-options';
import { beginOnNativeSpan } from './native-span';

const SUPABASE_PATH = /^\/(?:functions\/v1\/)?([^/]+)/;

/**
 * Instruments a handler of Deno: `Deno.serve(wrap((request) => new Response('hello')))`, on Deno Deploy, in Supabase's
 * Edge Functions, or anywhere else. Nobody waits for the telemetry: Deno runs on after an answer, and Supabase is asked
 * to (`EdgeRuntime.waitUntil`). Where Deno's own OpenTelemetry is on, its spans are used. Needs the permissions
 * `--allow-env` and `--allow-net`.
 */
export const wrap: WebWrap = createWebWrap({
  resource: namelessResource,
  describe: describeDeno,
  begin: beginOnNativeSpan,
  runsOn: true,
});

function describeDeno({ request: { url }, env }: HostCall): Partial<HostDescription> {
  // Supabase tells a function its name by the address alone; one project has many.
  const isSupabase = env.SB_REGION !== undefined || env.SB_EXECUTION_ID !== undefined;
  if (!isSupabase || !URL.canParse(url)) return {};
  return { functionName: SUPABASE_PATH.exec(new URL(url).pathname)?.[1] };
}
