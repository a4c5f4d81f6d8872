import { channel } from 'node:diagnostics_channel';
import type { Agent } from 'node:http';

/** The channel, and its messages' `request`. */
export const CREATED = 'http.client.request.created';

/** An agent with the method through which every request of it gets its connection. Since Node.js 0.x, untyped. */
interface ConnectingAgent {
  addRequest(request: object, ...rest: unknown[]): void;
}

/**
 * Publishes `http.client.request.created` where Node.js does not (before 22.12): at the one place that every request of
 * `node:http` and `node:https` passes, and at the same moment, before its headers are written. Does nothing elsewhere.
 *
 * @returns takes it back
 */
export function publishCreatedRequests(): () => void {
  if (isPublishedByRuntime()) return () => {};
  const prototype = agentPrototype();
  const original = prototype.addRequest;
  const created = channel(CREATED);
  const publishing = function (this: unknown, request: object, ...rest: unknown[]): void {
    created.publish({ request });
    Reflect.apply(original, this, [request, ...rest]);
  };
  prototype.addRequest = publishing;
  return () => {
    if (prototype.addRequest === publishing) prototype.addRequest = original;
  };
}

function isPublishedByRuntime(): boolean {
  const { node, bun, deno } = process.versions as NodeJS.ProcessVersions & { deno?: string };
  if (bun !== undefined || deno !== undefined) return true;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

/** The agent of `node:https` is one of `node:http` too; whichever is loaded already costs nothing. */
function agentPrototype(): ConnectingAgent {
  const { moduleLoadList = [] } = process as NodeJS.Process & { moduleLoadList?: readonly string[] };
  const isHttpsLoaded = moduleLoadList.includes('NativeModule https');
  const { Agent: Loaded } = process.getBuiltinModule(isHttpsLoaded ? 'node:https' : 'node:http');
  const prototype = isHttpsLoaded ? Object.getPrototypeOf(Loaded.prototype) : Loaded.prototype;
  return prototype as Agent & ConnectingAgent;
}
