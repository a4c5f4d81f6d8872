import type { Role, Scope } from './settings';

/** Whether who holds the scope may do what needs the other: admin everything, edit also reads, the others only their own. */
export function scopeAllows(held: Scope, needed: Scope): boolean {
  return held === 'admin' || held === needed || (held === 'edit' && needed === 'read');
}

const SCOPE_OF_ROLE: Readonly<Record<Role, Scope>> = { viewer: 'read', editor: 'edit', admin: 'admin' };

/** What a person of the role may do. */
export function scopeOfRole(role: Role): Scope {
  return SCOPE_OF_ROLE[role];
}
