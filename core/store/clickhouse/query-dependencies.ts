import { DEPENDENCY_KINDS } from '../../model/costs/dependency-kind';
import { DurationHistogram } from '../../model/histogram';
import { compare } from '../../model/order';
import type { CallFigures, DependenciesQuery, DependencyFigures, DependencyList } from '../dependencies';
import { callFigures } from '../derive/call-figures';
import { checkedLimit } from '../derive/checked-limit';
import { nsToDurationMs } from '../derive/times';
import { type CallKey, type Calls, readCalls, readKinds, readWaits, type Waits } from './call-rows';
import type { Connection } from './connection';

/** Answers what functions called and waited for; all are told apart, because nothing is kept of each. */
export function prepareDependencies(
  connection: Connection,
): (query: DependenciesQuery) => Promise<DependencyList> {
  return async (query) => {
    const most = checkedLimit(query.limit);
    const [calls, waits, kinds] = await Promise.all([
      readCalls(connection, query),
      readWaits(connection, query),
      readKinds(connection, query),
    ]);
    const { dependency = null } = query;
    const isMeant = (key: CallKey) => dependency === null || key.dependency === dependency;
    const items = [...new Map<string, CallKey>([...calls, ...waits])]
      .filter(([, key]) => isMeant(key))
      .map(([name, key]) => toFigures(key, calls.get(name), waits.get(name), kinds.get(name)))
      .sort(
        (a, b) =>
          b.calls - a.calls || compare(a.dependency, b.dependency) || compare(a.functionId, b.functionId),
      )
      .slice(0, most);
    return { items, totals: together([...calls.values()].filter(isMeant)) };
  };
}

function together(all: readonly Calls[]): CallFigures {
  const durations = new DurationHistogram();
  for (const one of all) durations.mergeBytes(one.durations.toBytes());
  const sum = (of: 'calls' | 'errors') => all.reduce((total, one) => total + one[of], 0);
  return callFigures(sum('calls'), sum('errors'), durations);
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
    ...(call === undefined ? NO_CALLS : callFigures(call.calls, call.errors, call.durations)),
    waited: {
      invocations: wait?.invocations ?? 0,
      durationMs: nsToDurationMs(wait?.ns ?? 0n),
      cost: wait?.cost ?? 0n,
    },
  };
}

const NO_CALLS: CallFigures = { calls: 0, errors: 0, durationMs: null };
