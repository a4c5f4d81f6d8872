import { DEPENDENCY_KINDS, type DependencyKind } from './dependency-kind';
import type { OwnSpans } from './own-spans';

/** The calls that one invocation made to one dependency. */
export interface CallsTo {
  /** '' for calls that do not name their target. */
  readonly dependency: string;
  readonly kind: DependencyKind;
  /** The duration of each call in nanoseconds, in no order; calls may outlast the invocation. */
  readonly durationsNs: readonly number[];
  /** Number of calls whose span has the status error. */
  readonly errors: number;
}

export const NO_CALLS: readonly CallsTo[] = [];

/** Groups the calls of an invocation by target; in no order. */
export function callsByDependency({ calls }: Pick<OwnSpans, 'calls'>): readonly CallsTo[] {
  if (calls.length === 0) return NO_CALLS;
  const all = new Map<string, { kind: DependencyKind; durationsNs: number[]; errors: number }>();
  for (const { span, dependency } of calls) {
    let own = all.get(dependency.name);
    if (own === undefined) {
      own = { kind: dependency.kind, durationsNs: [], errors: 0 };
      all.set(dependency.name, own);
    }
    own.kind = tellingMore(own.kind, dependency.kind);
    own.durationsNs.push(Math.max(0, Number(span.endNs - span.startNs)));
    if (span.status === 'error') own.errors += 1;
  }
  return Array.from(all, ([dependency, own]) => ({ dependency, ...own }));
}

/** Of two kinds reported for the same dependency, the one that comes first in `DEPENDENCY_KINDS`. */
function tellingMore(a: DependencyKind, b: DependencyKind): DependencyKind {
  return DEPENDENCY_KINDS.indexOf(b) < DEPENDENCY_KINDS.indexOf(a) ? b : a;
}
