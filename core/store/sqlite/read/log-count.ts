import type { TimeRange } from '../../../model/time-range';
import type { LogCounts } from '../../store';
import type { Block } from '../block/block';
import { msToNs } from '../values';
import type { LogFilter } from './log-filter';

/** Log records counted per step and severity in some of many blocks; each block is to be added once. */
export interface LogCount {
  add(block: Block): void;
  /** The counts; `rest` are the records of blocks that were not added, by step: of them what the others let expect. */
  result(rest: Float64Array | null): LogCounts;
}

/** Without a severity, and the six names. */
const CLASSES = 7;

export function logCount({
  range,
  stepMs,
  filter,
}: {
  readonly range: TimeRange;
  readonly stepMs: number;
  readonly filter: LogFilter;
}): LogCount {
  const begin = Math.floor(range.fromMs / stepMs);
  const steps = Array.from({ length: Math.ceil(range.toMs / stepMs) - begin }, () => zeros());
  const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
  const matched = zeros();
  let lookedAt = 0;

  return {
    add(block) {
      const test = filter.within(block);
      const { timeNs, severity } = block.logColumns();
      for (let index = 0; index < block.logCount; index += 1) {
        const time = timeNs[index] ?? 0n;
        if (time < from || time >= to) continue;
        lookedAt += 1;
        if (test === null || !test.quick(index) || !test.full(index)) continue;
        const counts = steps[Math.floor(Number(time / 1000n) / 1000 / stepMs) - begin];
        const at = classOf(severity[index] ?? 0);
        if (counts) counts[at] = (counts[at] ?? 0) + 1;
        matched[at] = (matched[at] ?? 0) + 1;
      }
    },
    result(rest) {
      let candidates = lookedAt;
      for (const [index, records] of rest?.entries() ?? []) {
        candidates += records;
        const counts = steps[index];
        if (!counts || lookedAt === 0) continue;
        for (const [at, number] of matched.entries())
          counts[at] = (counts[at] ?? 0) + (number / lookedAt) * records;
      }
      const rounded = steps.map((counts) => counts.map(Math.round));
      return {
        steps: rounded.map((counts, index) => ({ start: (begin + index) * stepMs, counts })),
        counts: rounded.reduce((sum, counts) => sum.map((number, at) => number + (counts[at] ?? 0)), zeros()),
        exact: rest === null,
        lookedAt,
        candidates: Math.round(candidates),
      };
    },
  };
}

function classOf(severity: number): number {
  return severity === 0 ? 0 : Math.min(Math.floor((severity - 1) / 4) + 1, CLASSES - 1);
}

function zeros(): number[] {
  return new Array<number>(CLASSES).fill(0);
}
