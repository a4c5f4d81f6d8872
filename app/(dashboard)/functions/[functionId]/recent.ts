import 'server-only';
import { type Scope, scopeQuery } from '../../../_components/url/scope';
import { type InvocationCostView, listInvocationCosts } from '../../../_queries/invocations';

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
  const { items } = await listInvocationCosts({ ...scopeQuery(scope), functionId, failed: true, limit });
  return items;
}
