import { sinceProcessStart } from './host/node';

/** For `currentRuntime`, where that is called by the first invocation. */
export const readiness: { readyAt?: number } = {};

/** Notes that a handler was wrapped: from then on the process could serve. */
export function noteReady(): void {
  // Elsewhere no time passes, or none is told, before the first request.
  if (sinceProcessStart() !== undefined) readiness.readyAt ??= performance.now();
}
