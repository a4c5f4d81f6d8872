import type Database from 'better-sqlite3';
import { COST_LINES } from '../../../model/costs/cost-split';
import { OUTCOMES } from '../../../model/invocation';
import { compare } from '../../../model/order';
import { toWholeMinutes } from '../../../model/time-range';
import type { CostGroups, CostsQuery } from '../../costs';
import { checkedLimit } from '../../derive/checked-limit';
import { Figures } from '../../derive/figures';
import type { FiguresQuery, Totals } from '../../store';
import { coverRange } from '../cover-range';
import type { AddRollups } from '../read-rollups';
import { prepareMinutesSince } from '../retention/floor';
import type { AnyGroup } from './any-group';
import { prepareDependencyCosts } from './query-dependency-costs';
import { prepareRowCosts } from './query-row-costs';

/** Answers what the money of a range went into; `totals` those of the whole. */
export function prepareCosts(
  db: Database.Database,
  addRollups: AddRollups,
  totals: (query: FiguresQuery) => Totals,
): (query: CostsQuery) => CostGroups {
  const rowCosts = prepareRowCosts(db);
  const dependencyCosts = prepareDependencyCosts(db);
  const minutesSince = prepareMinutesSince(db);
  const functions = db.prepare<[string | null, string | null], { id: string; name: string }>(
    'SELECT id, name FROM function WHERE environment = coalesce(?, environment) AND id = coalesce(?, id)',
  );

  const byFunction = ({ range, environment, functionId }: CostsQuery): AnyGroup[] => {
    const named = new Map(
      functions.all(environment ?? null, functionId ?? null).map(({ id, name }) => [id, name]),
    );
    const figures = new Map<string, Figures>();
    const pieces = coverRange(range, { minutesSince: minutesSince() });
    addRollups({ scopes: [...named.keys()], pieces, percentiles: false }, (id) => {
      const own = figures.get(id) ?? new Figures();
      figures.set(id, own);
      return own;
    });
    return Array.from(figures, ([id, own]) => {
      const { invocations, unpriced, cost, costs } = own.totals();
      const name = named.get(id) ?? '';
      return { key: id, function: { id, name }, invocations, unpriced, cost, lines: costs.lines };
    });
  };

  const byOutcome = (query: CostsQuery): AnyGroup[] => {
    const { outcomes, costs } = totals({ ...query, percentiles: false });
    return OUTCOMES.map((outcome) => ({
      key: outcome,
      invocations: outcomes[outcome],
      cost: costs.outcomes[outcome],
    })).filter(({ invocations }) => invocations > 0);
  };

  const byLine = (query: CostsQuery): AnyGroup[] => {
    const { costs } = totals({ ...query, percentiles: false });
    return COST_LINES.map((line) => ({ key: line, cost: costs.lines[line] })).filter(
      ({ cost }) => cost !== 0n,
    );
  };

  return (asked) => {
    const limit = checkedLimit(asked.limit);
    const query = { ...asked, range: toWholeMinutes(asked.range) };
    const { groupBy } = query;
    if (groupBy.by === 'attribute' || groupBy.by === 'version') {
      const { groups, completeSince } = rowCosts(query);
      return { ...dearest(groups, limit), completeSince };
    }
    const read = { function: byFunction, outcome: byOutcome, line: byLine, dependency: dependencyCosts };
    return { ...dearest(read[groupBy.by](query), limit), completeSince: null };
  };
}

function dearest(groups: readonly AnyGroup[], limit: number): Pick<CostGroups, 'groups' | 'groupCount'> {
  const sorted = groups.toSorted((a, b) => compare(b.cost, a.cost) || compare(a.key, b.key));
  return {
    groups: sorted.slice(0, limit).map((group) => ({ ...NOTHING, ...group })),
    groupCount: groups.length,
  };
}

const NOTHING = { function: null, invocations: null, unpriced: null, lines: null, waitedMs: null };
