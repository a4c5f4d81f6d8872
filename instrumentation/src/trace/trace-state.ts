import type { TraceState } from '@opentelemetry/api';

const MAX_MEMBERS = 32;
const KEY = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** The W3C `tracestate` list. Unusable members are left out; changing it gives a new list, changed member first. */
export function parseTraceState(text: string): TraceState {
  const members = new Map<string, string>();
  for (const member of text.split(',')) {
    const separator = member.indexOf('=');
    const key = member.slice(0, Math.max(separator, 0)).trim();
    const value = member.slice(separator + 1).trim();
    if (members.size < MAX_MEMBERS && KEY.test(key) && VALUE.test(value) && !members.has(key)) {
      members.set(key, value);
    }
  }
  return fromMembers(members);
}

function fromMembers(members: ReadonlyMap<string, string>): TraceState {
  const without = (key: string) => [...members].filter(([name]) => name !== key);
  return {
    get: (key) => members.get(key),
    set: (key, value) =>
      KEY.test(key) && VALUE.test(value)
        ? fromMembers(new Map([[key, value] as const, ...without(key)].slice(0, MAX_MEMBERS)))
        : fromMembers(members),
    unset: (key) => fromMembers(new Map(without(key))),
    serialize: () => [...members].map(([key, value]) => `${key}=${value}`).join(','),
  };
}
