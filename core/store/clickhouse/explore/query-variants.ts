import { MINUTE_MS } from '../../../model/time-range';
import { checkedLimit } from '../../derive/checked-limit';
import { Figures } from '../../derive/figures';
import type { Deployment, ExploreReader, Variant } from '../../explore';
import { MINUTE } from '../alerts/row-figures';
import type { Connection } from '../connection';
import { type AnsweredFigures, FIGURE_SELECT, toFigureRow } from '../figure-columns';
import { figureConditions } from '../query-figures';
import { Conditions } from '../statement';

/** So many variants of a function are told apart: those that came first. */
const MOST_VARIANTS = 200;

interface SeenRow {
  readonly version: string;
  readonly memory: string;
  readonly first: string;
  readonly last: string;
}

type FiguresRow = AnsweredFigures & Pick<SeenRow, 'version' | 'memory'>;

const VARIANT = "ifNull(i.version, '') AS version, toString(ifNull(i.memory_mb, 0)) AS memory";

export function prepareVariants(connection: Connection): Pick<ExploreReader, 'variants' | 'deployments'> {
  return {
    async variants({ functionId, range }) {
      const ever = new Conditions().and('i.function_id = ?', functionId);
      const ranged = figureConditions({ range, functionId });
      const [seen, counted] = await Promise.all([
        connection.ask<SeenRow>(
          `SELECT ${VARIANT}, toString(min(${MINUTE})) AS first, toString(max(${MINUTE})) AS last
           FROM invocation AS i ${ever.where} GROUP BY version, memory ORDER BY min(i.start_ns), version, memory`,
          ever.values,
        ),
        connection.ask<FiguresRow>(
          `SELECT ${VARIANT}, ${FIGURE_SELECT} FROM invocation AS i ${ranged.where} GROUP BY version, memory`,
          ranged.values,
        ),
      ]);
      const figures = new Map(counted.map((row) => [nameOf(row), row]));
      const told = seen.slice(0, MOST_VARIANTS).map((row) => toVariant([row], figures, false));
      const others = seen.slice(MOST_VARIANTS);
      const all = others.length === 0 ? told : [...told, toVariant(others, figures, true)];
      return all.sort((a, b) => b.firstSeen - a.firstSeen);
    },

    async deployments({ range, environment, functionId, limit }) {
      const most = checkedLimit(limit);
      const conditions = new Conditions()
        .and("ifNull(i.version, '') != ''")
        .andIf(environment, 'i.environment = ?')
        .andIf(functionId, 'i.function_id = ?');
      const rows = await connection.ask<{ function: string; name: string; text: string; first: string }>(
        `SELECT i.function_id AS function, any(i.function_name) AS name, ifNull(i.version, '') AS text,
           toString(min(${MINUTE})) AS first
         FROM invocation AS i ${conditions.where} GROUP BY function, text ORDER BY min(i.start_ns), text`,
        conditions.values,
      );
      const known = new Set<string>();
      const deployments = rows.flatMap((row): Deployment[] => {
        const isFirst = !known.has(row.function);
        known.add(row.function);
        const at = Number(row.first) * MINUTE_MS;
        return isFirst ? [] : [{ functionId: row.function, functionName: row.name, version: row.text, at }];
      });
      return deployments.filter(({ at }) => at >= range.fromMs && at < range.toMs).slice(-most);
    },
  };
}

function nameOf({ version, memory }: Pick<SeenRow, 'version' | 'memory'>): string {
  return `${memory} ${version}`;
}

/** One variant, or several as one. */
function toVariant(
  rows: readonly SeenRow[],
  counted: ReadonlyMap<string, FiguresRow>,
  isOthers: boolean,
): Variant {
  const figures = new Figures();
  for (const row of rows) {
    const own = counted.get(nameOf(row));
    if (own) figures.add(toFigureRow(own));
  }
  const [{ version, memory } = { version: '', memory: '0' }] = isOthers ? [] : rows;
  return {
    version: version === '' ? null : version,
    memoryMb: Number(memory) > 0 ? Number(memory) : null,
    isOthers,
    firstSeen: Math.min(...rows.map(({ first }) => Number(first))) * MINUTE_MS,
    lastSeen: Math.max(...rows.map(({ last }) => Number(last))) * MINUTE_MS,
    totals: figures.totals(),
  };
}
