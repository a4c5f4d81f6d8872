import type Database from 'better-sqlite3';
import { breakdownGroups, groupsByField } from '../../derive/breakdown-groups';
import { checkedLimit } from '../../derive/checked-limit';
import type { Breakdown, BreakdownQuery } from '../../explore';
import type { InvocationSearch } from '../invocation-search';
import { preparePromotedList } from '../promoted/promoted-list';
import { type PromotedValue, promotedText } from '../promoted/promoted-value';
import { nsToTimeMs } from '../values';
import { prepareInvocationFacts } from './invocation-facts';

const MOST_GROUPS = 1000;
const MOST_INVOCATIONS = 10_000;

export function prepareBreakdown(
  db: Database.Database,
  search: InvocationSearch,
): (query: BreakdownQuery) => Breakdown {
  const factsOf = prepareInvocationFacts(db);
  const promoted = preparePromotedList(db);
  const storedValue = db
    .prepare<[bigint, bigint, bigint], PromotedValue>(
      'SELECT value FROM invocation_attribute WHERE attribute_no = ? AND start_ns = ? AND invocation_id = ?',
    )
    .pluck()
    .safeIntegers();

  return (query) => {
    const limit = Math.min(checkedLimit(query.limit), MOST_GROUPS);
    const sample = Math.min(checkedLimit(query.sample ?? MOST_INVOCATIONS), MOST_INVOCATIONS);
    const rows = factsOf(search.newest(query, sample + 1));
    const counted = rows.slice(0, sample);
    const ofField = query.fields.map((field) => ({
      field,
      groups: groupsByField(counted, limit, field),
    }));
    const ofAttribute = (query.byAttributes ?? []).map((key) => {
      const { no } = promoted.named(key);
      const groups = breakdownGroups(counted, limit, ({ id, startNs }) => {
        const stored = storedValue.get(no, startNs, id);
        const value = stored === undefined ? null : promotedText(stored);
        return { value, label: value };
      });
      return { field: key, groups };
    });
    const oldest = counted.at(-1);
    return {
      invocations: counted.length,
      complete: rows.length <= sample,
      since: oldest ? nsToTimeMs(oldest.startNs) : null,
      fields: [...ofField, ...ofAttribute],
    };
  };
}
