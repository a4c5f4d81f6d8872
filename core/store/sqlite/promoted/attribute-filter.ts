import type Database from 'better-sqlite3';
import { FaaslensError } from '../../../errors';
import { OUTCOMES } from '../../../model/invocation';
import type { InvocationFilter } from '../../invocations';
import type { AttributeCondition } from '../../promoted-attributes';
import { Conditions, type SqlValue } from '../conditions';
import { msToNs } from '../values';
import { completeSince, preparePromotedList } from './promoted-list';
import { typedValue } from './promoted-value';
import { prepareBuckets } from './value-rows';

/** How to find invocations by their promoted attributes. */
export interface AttributeFilter {
  /**
   * Asks for the ids of the newest rows. `rows` are the other conditions on them, as invocations `i`; `untilNs` is the start
   * of the last one before.
   */
  statement(
    rows: Conditions,
    untilNs: bigint | null,
  ): { readonly sql: string; readonly values: readonly SqlValue[] };
  /** The latest of the attributes' times from which on they are complete; null when all are. */
  readonly completeSince: number | null;
}

/** A condition on the value `a` of one attribute. */
interface Term {
  readonly no: bigint;
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What has fewer values is found by the index on values and sorted, all else among the newest. */
const FEW = 2_000;
const BY_VALUE = 'INDEXED BY invocation_attribute_attribute_no_bucket_value_start_ns_idx';
const IN_BUCKETS = 'a.bucket IN (SELECT value FROM json_each(?))';

/**
 * Plans the search; null without attributes. Throws `invalid_input` for one that is not promoted. `few` as tests set it.
 */
export function prepareAttributeFilter(
  db: Database.Database,
  few: number = FEW,
): (query: InvocationFilter) => AttributeFilter | null {
  const list = preparePromotedList(db);
  const allBuckets = prepareBuckets(db);

  /** How many values the term finds, up to `few`. */
  const countOf = (term: Term, buckets: string, query: InvocationFilter): number => {
    const conditions = conditionsOn(term, query).and(IN_BUCKETS, buckets);
    return (
      db
        .prepare<unknown[], number>(
          `SELECT count(*) FROM (SELECT 1 FROM invocation_attribute a ${BY_VALUE} ${conditions.where} LIMIT ${few})`,
        )
        .pluck()
        .get(...conditions.values) ?? 0
    );
  };

  return (query) => {
    if (query.attributes === undefined || query.attributes.length === 0) return null;
    const named = query.attributes.map((condition) => ({ condition, row: list.named(condition.key) }));
    const buckets = allBuckets();
    const [lead, ...others] = named
      .map(({ condition, row }) => termOf(condition, row.no))
      .map((term) => ({ term, count: countOf(term, buckets, query) }))
      .sort((a, b) => a.count - b.count);
    if (!lead) return null;
    const isRare = lead.count < few;
    const since = named.map(({ row }) => completeSince(row)).filter((one) => one !== null);

    return {
      completeSince: since.length === 0 ? null : Math.max(...since),
      statement(rows, untilNs) {
        const conditions = conditionsOn(lead.term, query)
          .andIf(isRare ? buckets : undefined, IN_BUCKETS)
          .andIf(untilNs ?? undefined, 'a.start_ns <= ?');
        addRowFacts(conditions, query);
        for (const { term } of others) addTerm(conditions, term);
        return {
          sql: `SELECT i.id FROM invocation_attribute a ${isRare ? BY_VALUE : 'NOT INDEXED'}
            CROSS JOIN invocation i ON i.id = a.invocation_id
            ${conditions.where} ${rows.where.replace(/^WHERE/, 'AND')}
            ORDER BY a.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ?`,
          values: [...conditions.values, ...rows.values],
        };
      },
    };
  };
}

function conditionsOn({ no, sql, values }: Term, { range }: InvocationFilter): Conditions {
  return new Conditions()
    .and('a.attribute_no = ?', no)
    .and(sql, ...values)
    .and('a.start_ns >= ? AND a.start_ns < ?', msToNs(range.fromMs), msToNs(range.toMs));
}

/** What values know of their invocations saves looking at their rows. */
function addRowFacts(conditions: Conditions, { environment, functionId, outcome }: InvocationFilter): void {
  conditions
    .andIf(environment, 'a.function_no IN (SELECT no FROM function WHERE environment = ?)')
    .andIf(functionId, 'a.function_no = (SELECT no FROM function WHERE id = ?)')
    .andIf(outcome && BigInt(OUTCOMES.indexOf(outcome)), 'a.outcome = ?');
}

function addTerm(conditions: Conditions, { no, sql, values }: Term): void {
  conditions.and(
    `EXISTS (SELECT 1 FROM invocation_attribute b NOT INDEXED WHERE b.attribute_no = ? AND b.start_ns = a.start_ns
       AND b.invocation_id = a.invocation_id AND ${sql.replaceAll('a.value', 'b.value')})`,
    no,
    ...values,
  );
}

function termOf({ key, value, min, max }: AttributeCondition, no: bigint): Term {
  const term = new Conditions().andIf(value === undefined ? undefined : typedValue(value), 'a.value = ?');
  for (const [bound, sql] of [
    [min, 'a.value >= ?'],
    [max, 'a.value <= ?'],
  ] as const) {
    if (bound === undefined) continue;
    if (!Number.isFinite(bound))
      throw new FaaslensError('invalid_input', `attribute ${key}: must be a number`);
    // To SQLite, every text is more than every number.
    term.and(sql, bound).and(`a.value < ''`);
  }
  const sql = term.where.replace(/^WHERE /, '');
  return { no, sql: sql === '' ? 'a.value IS NOT NULL' : sql, values: term.values };
}
