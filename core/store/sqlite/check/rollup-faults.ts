import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import type { StoreFault } from '../../fault';
import { ROLLUP_STEPS } from '../rollup-scope';

/** Counters per scope as rows and as the rollups of one step say them; numbers that add up exactly. */
const COUNTED = [
  ['invocations', 'count(*)'],
  ...OUTCOMES.map((outcome, code) => [outcome, `sum(i.outcome = ${code})`] as const),
  ['cold_starts', 'sum(coalesce(i.cold_start, 0))'],
  ['duration_sum_ns', 'sum(i.duration_ns)'],
  ['billed_ns', 'sum(coalesce(i.billed_ns, 0))'],
  ['cost_pico_usd', 'sum(coalesce(i.cost_pico_usd, 0))'],
  ['unpriced', 'sum(i.cost_pico_usd IS NULL)'],
] as const;

/** Functions and environments whose counters are not the sum of their rows, for each step that is kept. */
export function rollupFaults(db: Database.Database): readonly StoreFault[] {
  const faults: StoreFault[] = [];
  for (const step of ROLLUP_STEPS) {
    const rows = db.prepare<[], { scope: string; counter: string }>(differences(step)).all();
    for (const { scope, counter } of rows) {
      faults.push({
        part: 'counters',
        text: `${counter} of ${scope} in steps of ${step} s is not what its invocations say`,
      });
    }
  }
  return faults;
}

/** Scopes by counter where the two sides differ; a scope that only one side has counts 0 on the other. */
function differences(step: number): string {
  const of = (from: string, scope: string, part: 0 | 1, group: string) =>
    `SELECT ${scope} AS scope, ${COUNTED.map((pair) => `${part === 0 ? `sum(${pair[0]})` : pair[1]} AS "${pair[0]}"`).join(', ')} FROM ${from} GROUP BY ${group}`;
  const rows = 'invocation i CROSS JOIN function f ON f.no = i.function_no';
  const sides = `
    kept AS (${of(`rollup WHERE step_seconds = ${step}`, 'scope', 0, 'scope')}),
    counted AS (${of(rows, 'f.id', 1, 'f.no')} UNION ALL ${of(rows, "'env:' || f.environment", 1, 'f.environment')})`;
  const compare = COUNTED.map(
    ([name]) =>
      `SELECT coalesce(k.scope, c.scope) AS scope, '${name}' AS counter FROM kept k FULL JOIN counted c ON c.scope = k.scope
       WHERE coalesce(k."${name}", 0) <> coalesce(c."${name}", 0)`,
  );
  return `WITH ${sides} ${compare.join(' UNION ALL ')} LIMIT 20`;
}
