import type { Scope } from '../../../model/telemetry';

/** The scopes of a block, each made once; attributes of scopes are not stored. */
export class ScopePool {
  private last: Scope = { name: '', version: '', attributes: {} };
  private readonly byName = new Map<string, Scope[]>();

  scope(name: string, version: string): Scope {
    if (this.last.name === name && this.last.version === version) return this.last;
    const ofName = this.byName.get(name) ?? [];
    this.byName.set(name, ofName);
    let scope = ofName.find((known) => known.version === version);
    if (!scope) {
      scope = { name, version, attributes: {} };
      ofName.push(scope);
    }
    this.last = scope;
    return scope;
  }
}
