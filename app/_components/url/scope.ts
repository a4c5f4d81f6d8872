import { DAY_MS, parseInstant } from '@/core/model/time-range';

/** What every screen is filtered by; part of the URL. */
export interface Scope {
  /** ISO 8601 or relative (`now-1h`). */
  readonly from: string;
  readonly to: string;
  /** Absent: all environments; '' is the unnamed one. */
  readonly environment?: string;
  /** Whether the screen updates live; absent: it does not. */
  readonly live?: true;
}

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

export const DEFAULT_FROM = 'now-1h';
export const DEFAULT_TO = 'now';

/** The first value of a parameter; undefined when it is absent. */
export function one(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** The first value of a parameter; undefined when it is absent or empty. */
export function text(params: SearchParams, name: string): string | undefined {
  return one(params, name)?.trim() || undefined;
}

const LONGEST_MS = 400 * DAY_MS;

/** Whether the two instants are readable, in order and at most 400 days apart, the maximum of queries. */
export function isRange(from: string, to: string, nowMs: number): boolean {
  const start = parseInstant(from, nowMs);
  const end = parseInstant(to, nowMs);
  return start !== null && end !== null && start < end && end - start <= LONGEST_MS;
}

/** The longest name that queries accept. */
const LONGEST_ENVIRONMENT = 200;

/** The scope of a URL; an invalid range falls back to the last hour, an overlong environment to all. */
export function parseScope(params: SearchParams, nowMs: number): Scope {
  const from = one(params, 'from') ?? DEFAULT_FROM;
  const to = one(params, 'to') ?? DEFAULT_TO;
  const environment = one(params, 'environment');
  return {
    ...(isRange(from, to, nowMs) ? { from, to } : { from: DEFAULT_FROM, to: DEFAULT_TO }),
    ...(environment === undefined || environment.length > LONGEST_ENVIRONMENT ? {} : { environment }),
    ...(one(params, 'live') === '1' ? { live: true } : {}),
  };
}

/** The parameter if it is an id of this many lower-case hex digits; anything else is treated as absent. */
export function hexId(params: SearchParams, name: string, digits: 16 | 32): string | undefined {
  const value = text(params, name)?.toLowerCase();
  return value?.length === digits && /^[0-9a-f]+$/.test(value) ? value : undefined;
}

/** The part of a scope that queries take. */
export function scopeQuery(scope: Scope): { from: string; to: string; environment?: string } {
  const { from, to, environment } = scope;
  return environment === undefined ? { from, to } : { from, to, environment };
}
