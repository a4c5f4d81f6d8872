import { groupBy } from '../../../model/group-by';
import { MINUTE_MS } from '../../../model/time-range';
import { checkedLimit } from '../../derive/checked-limit';
import { Figures } from '../../derive/figures';
import type { Deployment, ExploreReader, Variant } from '../../explore';
import { MINUTE_NS } from '../alerts/row-figures';
import type { Connection } from '../connection';
import { type AnsweredFigures, neededFigures, toFigureRow } from '../figure-columns';
import { figureConditions } from '../figure-conditions';
import { askFigures } from '../figure-rows';
import { amongSettled, EVER, notSettled, readSettledDays } from '../settled/settled-days';
import { aboutHours } from '../split-range';
import { Conditions } from '../statement';

/** So many variants of a function are told apart: those that came first. */
const MOST_VARIANTS = 200;

interface SeenRow {
  readonly version: string;
  readonly memory: string;
  readonly first: string;
  readonly last: string;
}

type VariantKey = Pick<SeenRow, 'version' | 'memory'>;

const DEPLOYED = "i.function_id AS function, i.function_name AS called, ifNull(i.version, '') AS text";
const VARIANT = "ifNull(i.version, '') AS version, toString(ifNull(i.memory_mb, 0)) AS memory";

export function prepareVariants(connection: Connection): Pick<ExploreReader, 'variants' | 'deployments'> {
  return {
    async variants({ functionId, range, ...needs }) {
      const ever = new Conditions().and('i.function_id = ?', functionId);
      const days = await readSettledDays(connection, EVER);
      const [seen, counted] = await Promise.all([
        connection.ask<SeenRow>(
          `SELECT version, memory, toString(intDiv(min(earliest), ${MINUTE_NS})) AS first,
             toString(intDiv(max(latest), ${MINUTE_NS})) AS last
           FROM (SELECT ${VARIANT}, i.start_ns AS earliest, i.start_ns AS latest FROM invocation AS i
               ${ever.where} AND ${notSettled(days)}
             UNION ALL SELECT ${aboutHours(VARIANT)}, h.first_ns, h.last_ns FROM day_figure AS h
               ${aboutHours(`${ever.where} AND ${amongSettled(days)}`)}
             UNION ALL SELECT ${aboutHours(VARIANT)}, h.first_ns, h.last_ns FROM hour_figure AS h ${aboutHours(ever.where)})
           GROUP BY version, memory ORDER BY min(earliest), version, memory`,
          ever.values,
        ),
        askFigures<VariantKey>(
          connection,
          range,
          (part) => ({
            conditions: figureConditions({ range: part, functionId }),
            select: VARIANT,
            groupBy: 'version, memory',
          }),
          { names: neededFigures(needs) },
        ),
      ]);
      const figures = groupBy(counted, nameOf);
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
      const days = await readSettledDays(connection, EVER);
      const rows = await connection.ask<{ function: string; name: string; text: string; first: string }>(
        `SELECT function, any(called) AS name, text, toString(intDiv(min(earliest), ${MINUTE_NS})) AS first
         FROM (SELECT ${DEPLOYED}, i.start_ns AS earliest FROM invocation AS i ${conditions.where} AND ${notSettled(days)}
           UNION ALL SELECT ${aboutHours(DEPLOYED)}, h.first_ns FROM day_figure AS h
             ${aboutHours(`${conditions.where} AND ${amongSettled(days)}`)}
           UNION ALL SELECT ${aboutHours(DEPLOYED)}, h.first_ns FROM hour_figure AS h ${aboutHours(conditions.where)})
         GROUP BY function, text ORDER BY min(earliest), text`,
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

function nameOf({ version, memory }: VariantKey): string {
  return `${memory} ${version}`;
}

/** One variant, or several as one. */
function toVariant(
  rows: readonly SeenRow[],
  counted: ReadonlyMap<string, readonly AnsweredFigures[]>,
  isOthers: boolean,
): Variant {
  const figures = new Figures();
  for (const row of rows) {
    for (const own of counted.get(nameOf(row)) ?? []) figures.add(toFigureRow(own));
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
