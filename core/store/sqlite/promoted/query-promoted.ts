import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import { checkedLimit } from '../../derive/checked-limit';
import type { InvocationGroups, InvocationGroupsQuery, PromotedAttribute } from '../../promoted-attributes';
import { Conditions } from '../conditions';
import { earlier, later, msToNs } from '../values';
import { completeSince, type PromotedRow, preparePromotedList, toPromotedAttribute } from './promoted-list';
import { type PromotedValue, promotedText } from './promoted-value';

export interface PromotedQueries {
  promotedAttributes(): readonly PromotedAttribute[];
  invocationGroups(query: InvocationGroupsQuery): InvocationGroups;
}

interface GroupRow {
  readonly value: PromotedValue;
  readonly invocations: bigint;
}

interface Ends {
  readonly first: bigint | null;
  readonly last: bigint | null;
}

/** A range with more than this share of an attribute's time is counted in the order of its index on values. */
const MUCH = 0.2;

export function preparePromoted(db: Database.Database): PromotedQueries {
  const list = preparePromotedList(db);
  const ends = db
    .prepare<[bigint, bigint], Ends>(
      `SELECT (SELECT min(start_ns) FROM invocation_attribute WHERE attribute_no = ?) AS first,
         (SELECT max(start_ns) FROM invocation_attribute WHERE attribute_no = ?) AS last`,
    )
    .safeIntegers();

  const isMuch = ({ no }: PromotedRow, { range }: InvocationGroupsQuery): boolean => {
    const { first, last } = ends.get(no, no) ?? { first: null, last: null };
    if (first === null || last === null) return false;
    const covered = earlier(msToNs(range.toMs), last) - later(msToNs(range.fromMs), first);
    return Number(covered) > MUCH * Number(last - first);
  };

  /** Groups as rows `value`, `invocations`. */
  const groupsSql = (query: InvocationGroupsQuery, row: PromotedRow, where: string): string => {
    const isBare = [query.environment, query.functionId, query.outcome].every((one) => one === undefined);
    if (!isBare || !isMuch(row, query)) {
      return `SELECT value, count(*) AS invocations FROM invocation_attribute NOT INDEXED ${where} GROUP BY value`;
    }
    // Within a bucket, equal values follow one another: little is left to sort.
    return `SELECT value, sum(part) AS invocations FROM (
        SELECT value, count(*) AS part FROM invocation_attribute
          INDEXED BY invocation_attribute_attribute_no_bucket_value_start_ns_idx ${where} GROUP BY bucket, value
      ) GROUP BY value`;
  };

  return {
    promotedAttributes: () => list.promoted().map(toPromotedAttribute),

    invocationGroups(query) {
      const limit = checkedLimit(query.limit);
      const { range, environment, functionId, outcome } = query;
      const row = list.named(query.key);
      const conditions = new Conditions()
        .and('attribute_no = ?', row.no)
        .within('start_ns', range)
        .andIf(environment, 'function_no IN (SELECT no FROM function WHERE environment = ?)')
        .andIf(functionId, 'function_no = (SELECT no FROM function WHERE id = ?)')
        .andIf(outcome && BigInt(OUTCOMES.indexOf(outcome)), 'outcome = ?');
      const groups = db
        .prepare<unknown[], GroupRow>(
          `${groupsSql(query, row, conditions.where)} ORDER BY invocations DESC, value LIMIT ?`,
        )
        .safeIntegers()
        .all(...conditions.values, limit)
        .map(({ value, invocations }) => ({
          value: promotedText(value),
          invocations: Number(invocations),
        }));
      const since = completeSince(row);
      const isComplete = since === null || since <= range.fromMs;
      return { groups, completeSince: since, exact: isComplete && row.missed === 0n };
    },
  };
}
