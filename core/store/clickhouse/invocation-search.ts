import type { InvocationFilter } from '../store';
import type { Connection } from './connection';
import { invocationConditions, namedBy } from './invocation-conditions';
import { checkPromoted } from './promoted/promoted-list';
import type { Conditions } from './statement';

/** What a filter asks of `invocation AS i`. */
export type InvocationSearch = (filter: InvocationFilter) => Promise<Conditions>;

export function prepareInvocationSearch(connection: Connection): InvocationSearch {
  const isId = async (q: string | undefined): Promise<boolean> => {
    const named = q ? namedBy(q) : null;
    if (named === null) return false;
    const found = await connection.ask(`SELECT 1 FROM invocation AS i ${named.where} LIMIT 1`, named.values);
    return found.length > 0;
  };
  return async (filter) => {
    await checkPromoted(
      connection,
      (filter.attributes ?? []).map(({ key }) => key),
    );
    return invocationConditions(filter, await isId(filter.q));
  };
}
