import { groupsByField } from '../../derive/breakdown-groups';
import { checkedLimit } from '../../derive/checked-limit';
import { nsToTimeMs } from '../../derive/times';
import type { Breakdown, BreakdownQuery } from '../../explore';
import type { Connection } from '../connection';
import type { InvocationSearch } from '../invocation-search';
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
    const conditions = await search(query);
    const rows = await connection.ask<FactsRow>(
      `SELECT ${FACTS_SELECT} FROM invocation AS i ${conditions.where} ${NEWEST_FIRST} LIMIT ${sample + 1}`,
      conditions.values,
    );
    const counted = rows.slice(0, sample).map(toFacts);
    const oldest = counted.at(-1);
    return {
      invocations: counted.length,
      complete: rows.length <= sample,
      since: oldest ? nsToTimeMs(oldest.startNs) : null,
      fields: query.fields.map((field) => ({ field, groups: groupsByField(counted, limit, field) })),
    };
  };
}
