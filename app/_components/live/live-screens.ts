import type { Scope } from '../url/scope';

/** Screens that stay as they are: one with its own stream (tail), and those that people compare or edit. */
const LIVE =
  /^\/(functions(\/[^/]+)?|invocations|traces|logs|errors(\/[^/]+)?|costs|map|alerts(\/incidents\/[^/]+|\/rules\/(?!new$)[^/]+)?)?$/;
/** Screens that show the current state, whatever the range. */
const UNRANGED = /^\/alerts(\/|$)/;

/** Why the screen cannot be live; null if it can; undefined if it never is and has no switch. */
export function whyNotLive(pathname: string, { to }: Pick<Scope, 'to'>): string | null | undefined {
  if (!LIVE.test(pathname)) return undefined;
  return to === 'now' || UNRANGED.test(pathname) ? null : 'only a range that ends now is live';
}
