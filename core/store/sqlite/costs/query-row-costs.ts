import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import type { CostsQuery } from '../../costs';
import { costsOf } from '../../derive/cost-columns';
import { CostSums } from '../../derive/cost-sums';
import { Conditions } from '../conditions';
import { completeSince, preparePromotedList } from '../promoted/promoted-list';
import { type PromotedValue, promotedText } from '../promoted/promoted-value';
import { type Interned, prepareTexts } from '../text-table';
import type { AnyGroup } from './any-group';
import { splitOf } from './split-codec';

interface RowCost {
  readonly id: string;
  readonly name: string;
  readonly key: PromotedValue | Interned;
  readonly outcome: bigint;
  readonly memory_mb: bigint | null;
  readonly billed_ns: bigint | null;
  readonly cost_pico_usd: bigint | null;
  readonly cost_split: Buffer | null;
}

interface Sum {
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly costs: CostSums;
  invocations: number;
  unpriced: number;
  cost: bigint;
}

const COLUMNS = 'f.id, f.name, i.outcome, i.memory_mb, i.billed_ns, i.cost_pico_usd, i.cost_split';

/** Answers costs by what only rows know: a function's version, or the value of a promoted attribute. */
export function prepareRowCosts(
  db: Database.Database,
): (query: CostsQuery) => { readonly groups: AnyGroup[]; readonly completeSince: number | null } {
  const list = preparePromotedList(db);
  const decode = prepareTexts(db);

  return ({ range, environment, functionId, groupBy }) => {
    const row = groupBy.by === 'attribute' ? list.named(groupBy.key) : null;
    const conditions = new Conditions();
    if (row) conditions.and('a.attribute_no = ?', row.no).within('a.start_ns', range);
    else conditions.within('i.start_ns', range);
    conditions
      .andIf(environment, 'f.environment = ?')
      .andIf(functionId, `${row ? '+' : ''}i.function_no = (SELECT no FROM function WHERE id = ?)`);
    const from = row
      ? 'a.value AS key FROM invocation_attribute a NOT INDEXED CROSS JOIN invocation i ON i.id = a.invocation_id'
      : 'i.version AS key FROM invocation i';
    const rows = db
      .prepare<unknown[], RowCost>(
        `SELECT ${COLUMNS}, ${from} CROSS JOIN function f ON f.no = i.function_no ${conditions.where}`,
      )
      .safeIntegers()
      .iterate(...conditions.values);

    const sums = new Map<string, { key: string; sum: Sum }>();
    for (const one of rows) {
      const key = row ? promotedText(one.key as PromotedValue) : (decode(one.key as Interned) ?? '');
      const place = row ? key : `${one.id} ${key}`;
      let known = sums.get(place);
      if (known === undefined) {
        const own = row ? null : { id: one.id, name: one.name };
        known = { key, sum: { function: own, costs: new CostSums(), invocations: 0, unpriced: 0, cost: 0n } };
        sums.set(place, known);
      }
      addRow(known.sum, one);
    }
    return {
      groups: Array.from(sums.values(), ({ key, sum: { costs, ...sum } }) => ({
        key,
        ...sum,
        lines: costs.lines(sum.cost),
      })),
      completeSince: row && completeSince(row),
    };
  };
}

function addRow(sum: Sum, row: RowCost): void {
  sum.invocations += 1;
  if (row.cost_pico_usd === null) sum.unpriced += 1;
  sum.cost += row.cost_pico_usd ?? 0n;
  const outcome = OUTCOMES[Number(row.outcome)] ?? 'error';
  sum.costs.addValues(costsOf({ ...row, outcome }, splitOf(row)));
}
