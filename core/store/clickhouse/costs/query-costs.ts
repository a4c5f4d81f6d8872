import { COST_LINES } from '../../../model/costs/cost-split';
import { groupBy } from '../../../model/group-by';
import { OUTCOMES } from '../../../model/invocation';
import { compare } from '../../../model/order';
import { toWholeMinutes } from '../../../model/time-range';
import type { CostGroup, CostGroups, CostsQuery } from '../../costs';
import { checkedLimit } from '../../derive/checked-limit';
import { Figures } from '../../derive/figures';
import { nsToDurationMs } from '../../derive/times';
import type { FiguresQuery, Totals } from '../../store';
import { readWaits } from '../call-rows';
import type { Connection } from '../connection';
import { type AnsweredFigures, figureSelect, toFigureRow } from '../figure-columns';
import { figureConditions } from '../figure-conditions';
import { askFigures } from '../figure-rows';
import { checkPromoted } from '../promoted/promoted-list';

/** A group before it is known which ones are shown; what it does not have is null in the answer. */
type AnyGroup = Partial<CostGroup> & Pick<CostGroup, 'key' | 'cost'>;

interface GroupKeys {
  readonly id: string;
  readonly name: string;
  readonly version_name: string;
}

/** Answers what the money of a range went into; `totals` those of the whole. */
export function prepareCosts(
  connection: Connection,
  totals: (query: FiguresQuery) => Promise<Totals>,
): (query: CostsQuery) => Promise<CostGroups> {
  /** By function, or by each of its versions. */
  const byRows = async (query: CostsQuery, version: string): Promise<AnyGroup[]> => {
    const rows = await askFigures<GroupKeys>(connection, query.range, (range) => ({
      conditions: figureConditions({ ...query, range }),
      select: `i.function_id AS id, any(i.function_name) AS name, ${version} AS version_name`,
      groupBy: 'id, version_name',
    }));
    const groups = groupBy(rows, (row) => `${row.id} ${row.version_name}`);
    return Array.from(groups.values(), (own) => {
      const [row] = own;
      const key = query.groupBy.by === 'version' ? row.version_name : row.id;
      return { key, function: { id: row.id, name: row.name }, ...partsOf(own) };
    });
  };

  const byDependency = async (query: CostsQuery): Promise<AnyGroup[]> => {
    const groups = new Map<string, AnyGroup & { readonly invocations: number; readonly ns: bigint }>();
    for (const { dependency: key, invocations, ns, cost } of (await readWaits(connection, query)).values()) {
      const known = groups.get(key) ?? { invocations: 0, ns: 0n, cost: 0n };
      const sums = {
        invocations: known.invocations + invocations,
        ns: known.ns + ns,
        cost: known.cost + cost,
      };
      groups.set(key, { key, ...sums });
    }
    return Array.from(groups.values(), ({ ns, ...group }) => ({ ...group, waitedMs: nsToDurationMs(ns) }));
  };

  const byAttribute = async (query: CostsQuery, key: string): Promise<AnyGroup[]> => {
    await checkPromoted(connection, [key]);
    const conditions = figureConditions(query).and('mapContains(i.values, ?)', key);
    const rows = await connection.ask<AnsweredFigures & { readonly value: string }>(
      `SELECT ${conditions.bind('i.values[?]', key)} AS value, ${figureSelect()}
       FROM invocation AS i ${conditions.where} GROUP BY value`,
      conditions.values,
    );
    return rows.map(({ value, ...row }) => ({ key: value, ...partsOf([row]) }));
  };

  const byOutcome = async (query: CostsQuery): Promise<AnyGroup[]> => {
    const { outcomes, costs } = await totals(query);
    return OUTCOMES.map((outcome) => ({
      key: outcome,
      invocations: outcomes[outcome],
      cost: costs.outcomes[outcome],
    })).filter(({ invocations }) => invocations > 0);
  };

  const byLine = async (query: CostsQuery): Promise<AnyGroup[]> => {
    const { costs } = await totals(query);
    return COST_LINES.map((line) => ({ key: line, cost: costs.lines[line] })).filter(
      ({ cost }) => cost !== 0n,
    );
  };

  return async (asked) => {
    const limit = checkedLimit(asked.limit);
    const query = { ...asked, range: toWholeMinutes(asked.range) };
    const { groupBy } = query;
    const byKey = groupBy.by === 'attribute' ? groupBy.key : '';
    const read = {
      function: () => byRows(query, "''"),
      version: () => byRows(query, "ifNull(i.version, '')"),
      outcome: () => byOutcome(query),
      line: () => byLine(query),
      dependency: () => byDependency(query),
      attribute: () => byAttribute(query, byKey),
    };
    return { ...dearest(await read[groupBy.by](), limit), completeSince: null };
  };
}

function partsOf(
  rows: readonly AnsweredFigures[],
): Pick<CostGroup, 'invocations' | 'unpriced' | 'cost' | 'lines'> {
  const figures = new Figures();
  for (const row of rows) figures.add(toFigureRow(row));
  const { invocations, unpriced, cost, costs } = figures.totals();
  return { invocations, unpriced, cost, lines: costs.lines };
}

function dearest(groups: readonly AnyGroup[], limit: number): Pick<CostGroups, 'groups' | 'groupCount'> {
  const sorted = groups.toSorted((a, b) => compare(b.cost, a.cost) || compare(a.key, b.key));
  return {
    groups: sorted.slice(0, limit).map((group) => ({ ...NOTHING, ...group })),
    groupCount: groups.length,
  };
}

const NOTHING = { function: null, invocations: null, unpriced: null, lines: null, waitedMs: null };
