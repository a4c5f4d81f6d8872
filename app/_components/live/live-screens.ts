import type { Scope } from '../url/scope';

/** One screen's own stream (tail), and what people compare or edit, stays as it is. */
const LIVE =
  /^\/(functions(\/[^/]+)?|invocations|traces|logs|errors(\/[^/]+)?|costs|map|alerts(\/incidents\/[^/]+|\/rules\/(?!new$)[^/]+)?)?$/;
/** These show how things stand, whatever the range. */
const UNRANGED = /^\/alerts(\/|$)/;

/** Why the screen cannot be live; null when it can. Undefined: it never is, and has no switch. */
export function whyNotLive(pathname: string, { to }: Pick<Scope, 'to'>): string | null | undefined {
  if (!LIVE.test(pathname)) return undefined;
  return to === 'now' || UNRANGED.test(pathname) ? null : 'only a range that ends now is live';
}
