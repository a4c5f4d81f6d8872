import { breakdownGroups, groupsByField } from '../../derive/breakdown-groups';
import { checkedLimit } from '../../derive/checked-limit';
import { nsToTimeMs } from '../../derive/times';
import type { Breakdown, BreakdownQuery } from '../../explore';
import type { Connection } from '../connection';
import type { InvocationSearch } from '../invocation-search';
import { checkPromoted } from '../promoted/promoted-list';
import { FACTS_SELECT, type FactsRow, NEWEST_FIRST, toFacts } from './invocation-facts';

const MOST_GROUPS = 1000;
const MOST_INVOCATIONS = 10_000;

export function prepareBreakdown(
  connection: Connection,
  search: InvocationSearch,
): (query: BreakdownQuery) => Promise<Breakdown> {
  return async (query) => {
    const limit = Math.min(checkedLimit(query.limit), MOST_GROUPS);
    const sample = Math.min(checkedLimit(query.sample ?? MOST_INVOCATIONS), MOST_INVOCATIONS);
    const keys = query.byAttributes ?? [];
    await checkPromoted(connection, keys);
    const conditions = await search(query);
    const named = keys.map((key) =>
      conditions.bind('if(mapContains(i.values, ?), i.values[?], NULL)', key, key),
    );
    const rows = await connection.ask<FactsRow & { readonly own: readonly (string | null)[] }>(
      `SELECT ${FACTS_SELECT}, CAST([${named.join(', ')}], 'Array(Nullable(String))') AS own FROM invocation AS i ${conditions.where} ${NEWEST_FIRST} LIMIT ${sample + 1}`,
      conditions.values,
    );
    const counted = rows.slice(0, sample).map((row) => ({ ...toFacts(row), own: row.own }));
    const oldest = counted.at(-1);
    return {
      invocations: counted.length,
      complete: rows.length <= sample,
      since: oldest ? nsToTimeMs(oldest.startNs) : null,
      fields: [
        ...query.fields.map((field) => ({ field, groups: groupsByField(counted, limit, field) })),
        ...keys.map((field, index) => ({
          field,
          groups: breakdownGroups(counted, limit, ({ own }) => {
            const value = own[index] ?? null;
            return { value, label: value };
          }),
        })),
      ],
    };
  };
}
