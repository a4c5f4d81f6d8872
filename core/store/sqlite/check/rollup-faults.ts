import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import type { StoreFault } from '../../fault';
import { prepareMinutesSince } from '../retention/floor';
import { ROLLUP_STEPS } from '../rollup-scope';
import { VARIANT_OF } from '../variant-table';
import { addSplitSums, SPLIT_COLUMNS, SPLIT_SUMS } from './split-sums';

/** What is counted per scope: what rollups say, what rows say, and what either side says of a scope that it has not. */
interface Counter {
  readonly name: string;
  readonly kept: string;
  readonly counted: string;
  readonly none: string;
}

const sum = (name: string, of: string): Counter => ({
  name,
  kept: `exact_sum("${name}")`,
  counted: `exact_sum(${of})`,
  none: '0',
});

/** Of each outcome but `ok`, which is what the others leave. */
const COST_OF_OUTCOMES = OUTCOMES.flatMap((outcome, code) =>
  outcome === 'ok'
    ? []
    : [sum(`cost_${outcome}`, `iif(i.outcome = ${code}, coalesce(i.cost_pico_usd, 0), 0)`)],
);

/** Numbers that add up exactly. */
const COUNTERS: readonly Counter[] = [
  sum('invocations', '1'),
  ...OUTCOMES.map((outcome, code) => sum(outcome, `i.outcome = ${code}`)),
  sum('cold_starts', 'coalesce(i.cold_start, 0)'),
  sum('duration_sum_ns', 'i.duration_ns'),
  sum('billed_ns', 'coalesce(i.billed_ns, 0)'),
  sum('cost_pico_usd', 'coalesce(i.cost_pico_usd, 0)'),
  sum('unpriced', 'i.cost_pico_usd IS NULL'),
  ...COST_OF_OUTCOMES,
  sum('billed_mb_ms', 'coalesce(i.memory_mb * i.billed_ns / 1000000, 0)'),
  {
    name: SPLIT_COLUMNS.join(', '),
    kept: SPLIT_COLUMNS.map((column) => `exact_sum(${column})`).join(" || ' ' || "),
    counted: SPLIT_SUMS,
    none: SPLIT_COLUMNS.map(() => '0').join(' '),
  },
];
const SECOND_NS = 1_000_000_000n;

/**
 * Functions, their variants and environments whose counters are not the sum of their rows, for each step that is kept; of the time since
 * which rows are kept.
 */
export function rollupFaults(db: Database.Database): readonly StoreFault[] {
  // SQLite's own sum ends at 64 bits.
  db.aggregate('exact_sum', {
    start: () => 0n,
    step: (total: bigint, number: bigint) => total + number,
    result: (total: bigint) => total.toString(),
    safeIntegers: true,
    directOnly: true,
  });
  addSplitSums(db);
  const minutesSince = prepareMinutesSince(db)();
  return ROLLUP_STEPS.flatMap((step) => {
    const from = Math.ceil(minutesSince / step) * step;
    const rows = db
      .prepare<[number, ...bigint[]], { scope: string; counter: string }>(differences(step))
      .all(from, ...[1, 2, 3].map(() => BigInt(from) * SECOND_NS));
    return rows.map(({ scope, counter }) => ({
      part: 'counters',
      text: `${counter} of ${scope} in steps of ${step} s is not what its invocations say`,
    }));
  });
}

/** Scopes by counter where the two sides differ. */
function differences(step: number): string {
  const kept = COUNTERS.map(({ kept }, index) => `${kept} AS c${index}`).join(', ');
  const counted = COUNTERS.map(({ counted }, index) => `${counted} AS c${index}`).join(', ');
  const rows = 'FROM invocation i CROSS JOIN function f ON f.no = i.function_no WHERE i.start_ns >= ?';
  const compare = COUNTERS.map(
    ({ name, none }, index) =>
      `SELECT coalesce(k.scope, c.scope) AS scope, '${name}' AS counter FROM kept k FULL JOIN counted c ON c.scope = k.scope
       WHERE coalesce(k.c${index}, '${none}') <> coalesce(c.c${index}, '${none}')`,
  );
  return `WITH
    kept AS MATERIALIZED (
      SELECT scope, ${kept} FROM rollup WHERE step_seconds = ${step} AND start_seconds >= ? GROUP BY scope),
    counted AS MATERIALIZED (
      SELECT f.id AS scope, ${counted} ${rows} GROUP BY f.no
      UNION ALL SELECT 'env:' || f.environment, ${counted} ${rows} GROUP BY f.environment
      UNION ALL SELECT 'variant:' || ${VARIANT_OF}, ${counted} ${rows} GROUP BY 1)
    ${compare.join(' UNION ALL ')} LIMIT 20`;
}
