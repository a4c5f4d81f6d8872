import 'server-only';
import type { FunctionView } from '@/core/model/views';
import { type Scope, scopeQuery } from '../../_components/url/scope';
import { listFunctions } from '../../_queries/functions';

const PAGE = 500;
const MOST = 2000;

/**
 * The functions of the scope with their figures, so that they can be ordered by any of them. At most 2,000, by name;
 * `cut` says that there are more. Percentiles take most of the time: who shows none does without them.
 */
export async function allFunctions(
  scope: Scope,
  { q, percentiles = true }: { readonly q?: string | undefined; readonly percentiles?: boolean } = {},
): Promise<{ items: readonly FunctionView[]; cut: boolean }> {
  const items: FunctionView[] = [];
  let cursor: string | null = null;
  do {
    const page = await listFunctions(
      {
        ...scopeQuery(scope),
        ...(q === undefined ? {} : { q }),
        ...(cursor === null ? {} : { cursor }),
        limit: PAGE,
      },
      { percentiles },
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < MOST);
  return { items, cut: cursor !== null };
}
