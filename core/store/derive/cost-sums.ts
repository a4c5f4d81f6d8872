import { COST_LINES, type CostLine } from '../../model/costs/cost-split';
import type { CostParts } from '../costs';
import { COST_COLUMNS, type CostColumn } from './cost-columns';

/** Sums the cost parts of rollup rows or invocations. */
export class CostSums {
  private readonly sums = COST_COLUMNS.map(() => 0n);

  /** Values in the order of `COST_COLUMNS`. */
  addValues(values: readonly bigint[]): void {
    for (let index = 0; index < this.sums.length; index += 1) {
      this.sums[index] = (this.sums[index] ?? 0n) + (values[index] ?? 0n);
    }
  }

  addRow(row: Readonly<Record<CostColumn, bigint>>): void {
    this.addValues(COST_COLUMNS.map((column) => row[column]));
  }

  /** `cost` is the total; the first line and the first outcome are what the others leave of it. */
  parts(cost: bigint): CostParts {
    const of = (column: CostColumn) => this.sums[COST_COLUMNS.indexOf(column)] ?? 0n;
    const [error, timeout, oom, throttled] = [
      of('cost_error'),
      of('cost_timeout'),
      of('cost_oom'),
      of('cost_throttled'),
    ];
    return {
      lines: this.lines(cost),
      outcomes: { ok: cost - error - timeout - oom - throttled, error, timeout, oom, throttled },
      retries: { invocations: Number(of('retries')), cost: of('cost_retry') },
      billedMbMs: of('billed_mb_ms'),
    };
  }

  lines(cost: bigint): Readonly<Record<CostLine, bigint>> {
    const lines: Record<CostLine, bigint> = {
      work: cost,
      waiting: 0n,
      init: 0n,
      telemetry: 0n,
      request: 0n,
      untraced: 0n,
    };
    for (const line of COST_LINES) {
      if (line === 'work') continue;
      lines[line] = this.sums[COST_COLUMNS.indexOf(`cost_${line}`)] ?? 0n;
      lines.work -= lines[line];
    }
    return lines;
  }
}

/** The parts of a cost when they were not requested. */
export const NO_PARTS: CostParts = new CostSums().parts(0n);
