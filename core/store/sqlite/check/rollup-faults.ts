import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import type { StoreFault } from '../../fault';
import { prepareMinutesSince } from '../retention/floor';
import { ROLLUP_STEPS } from '../rollup-scope';
import { VARIANT_OF } from '../variant-table';

/** Counters per scope as rows and as the rollups of one step say them; numbers that add up exactly. */
const COUNTED = [
  ['invocations', '1'],
  ...OUTCOMES.map((outcome, code) => [outcome, `i.outcome = ${code}`] as const),
  ['cold_starts', 'coalesce(i.cold_start, 0)'],
  ['duration_sum_ns', 'i.duration_ns'],
  ['billed_ns', 'coalesce(i.billed_ns, 0)'],
  ['cost_pico_usd', 'coalesce(i.cost_pico_usd, 0)'],
  ['unpriced', 'i.cost_pico_usd IS NULL'],
] as const;
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

/** Scopes by counter where the two sides differ; a scope that only one side has counts 0 on the other. */
function differences(step: number): string {
  const kept = COUNTED.map(([name]) => `exact_sum("${name}") AS "${name}"`).join(', ');
  const counted = COUNTED.map(([name, of]) => `exact_sum(${of}) AS "${name}"`).join(', ');
  const rows = 'FROM invocation i CROSS JOIN function f ON f.no = i.function_no WHERE i.start_ns >= ?';
  const compare = COUNTED.map(
    ([name]) =>
      `SELECT coalesce(k.scope, c.scope) AS scope, '${name}' AS counter FROM kept k FULL JOIN counted c ON c.scope = k.scope
       WHERE coalesce(k."${name}", '0') <> coalesce(c."${name}", '0')`,
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
