import 'server-only';
import { type Scope, scopeQuery } from '../../../_components/url/scope';
import { type InvocationCostView, listInvocationCosts } from '../../../_queries/invocations';

const FAILURES = ['error', 'timeout', 'oom', 'throttled'] as const;

/** The newest invocations of a function within the scope. */
export async function recentInvocations(functionId: string, scope: Scope, limit: number) {
  const { items } = await listInvocationCosts({ ...scopeQuery(scope), functionId, limit });
  return items;
}

/** The newest invocations that failed in any way. */
export async function recentFailures(
  functionId: string,
  scope: Scope,
  limit: number,
): Promise<readonly InvocationCostView[]> {
  const pages = await Promise.all(
    FAILURES.map((outcome) => listInvocationCosts({ ...scopeQuery(scope), functionId, outcome, limit })),
  );
  return pages
    .flatMap((page) => page.items)
    .sort((a, b) => (a.startTime < b.startTime ? 1 : -1))
    .slice(0, limit);
}
