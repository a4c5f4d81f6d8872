import { DEPENDENCY_KINDS } from '../../model/costs/dependency-kind';
import type { DurationHistogram } from '../../model/histogram';
import { compare } from '../../model/order';
import type { DependenciesQuery, DependencyFigures } from '../dependencies';
import { checkedLimit } from '../derive/checked-limit';
import { nsToDurationMs } from '../derive/times';
import { type CallKey, type Calls, readCalls, readKinds, readWaits, type Waits } from './call-rows';
import type { Connection } from './connection';

/** Answers what functions called and waited for; all are told apart, because nothing is kept of each. */
export function prepareDependencies(
  connection: Connection,
): (query: DependenciesQuery) => Promise<readonly DependencyFigures[]> {
  return async (query) => {
    const most = checkedLimit(query.limit);
    const [calls, waits, kinds] = await Promise.all([
      readCalls(connection, query),
      readWaits(connection, query),
      readKinds(connection, query),
    ]);
    const { dependency = null } = query;
    return [...new Map<string, CallKey>([...calls, ...waits])]
      .filter(([, key]) => dependency === null || key.dependency === dependency)
      .map(([name, key]) => toFigures(key, calls.get(name), waits.get(name), kinds.get(name)))
      .sort(
        (a, b) =>
          b.calls - a.calls || compare(a.dependency, b.dependency) || compare(a.functionId, b.functionId),
      )
      .slice(0, most);
  };
}

function toFigures(
  key: CallKey,
  call: Calls | undefined,
  wait: Waits | undefined,
  kind: number | undefined,
): DependencyFigures {
  return {
    functionId: key.function,
    dependency: key.dependency,
    kind: DEPENDENCY_KINDS[kind ?? -1] ?? 'other',
    calls: call?.calls ?? 0,
    errors: call?.errors ?? 0,
    durationMs: call ? percentilesOf(call.durations) : null,
    waited: {
      invocations: wait?.invocations ?? 0,
      durationMs: nsToDurationMs(wait?.ns ?? 0n),
      cost: wait?.cost ?? 0n,
    },
  };
}

function percentilesOf(durations: DurationHistogram): DependencyFigures['durationMs'] {
  const of = (share: number) => (durations.percentile(share) ?? 0) / 1e6;
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99) };
}
