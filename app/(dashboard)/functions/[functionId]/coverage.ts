import type { TotalsView } from '@/core/model/views';
import { formatPercent, formatWhole } from '../../../_components/format/number';

export interface CoverageText {
  readonly text: string;
  /** How many executions sent nothing; 0 also when nobody tells. */
  readonly missing: number;
}

/** Whether what the platform executed is what telemetry came of; who could tell where nobody does. */
export function coverageText(coverage: TotalsView['coverage']): CoverageText {
  if (coverage === null) {
    return {
      text: "Nothing counts executions yet: send the platform's reports or metrics, or use the wrapper, and missing telemetry is shown here.",
      missing: 0,
    };
  }
  const { expected, received } = coverage;
  const missing = Math.max(0, expected - received);
  const executions = `${formatWhole(expected)} ${expected === 1 ? 'execution' : 'executions'}`;
  if (missing === 0) return { text: `Telemetry came of every execution (${formatWhole(expected)})`, missing };
  return {
    text: `No telemetry of ${formatWhole(missing)} of ${executions} (${formatPercent(missing / expected)})`,
    missing,
  };
}
