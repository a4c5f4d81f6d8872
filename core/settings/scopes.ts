import type { KeyScope } from './settings';

/** Whether a key of the scope may do what needs the other: admin everything, read and ingest only their own. */
export function scopeAllows(held: KeyScope, needed: KeyScope): boolean {
  return held === 'admin' || held === needed;
}
