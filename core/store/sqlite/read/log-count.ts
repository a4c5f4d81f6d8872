import type { TimeRange } from '../../../model/time-range';
import type { LogCounts } from '../../store';
import type { Block } from '../block/block';
import type { BlockMeta } from '../blocks/block-meta';
import { msToNs } from '../values';
import type { LogFilter } from './log-filter';

/** Log records counted per step and severity in some of many blocks; each block is to be added once. */
export interface LogCount {
  add(block: Block): void;
  /** The counts; of the blocks that were not added what the others let expect. */
  result(others: readonly BlockMeta[]): LogCounts;
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

  const spread = (meta: BlockMeta, expected: readonly number[]): void => {
    const parts = partsIn(meta, range, stepMs);
    for (const { step, part } of parts) {
      const counts = steps[step - begin];
      if (counts)
        for (const [at, number] of expected.entries()) counts[at] = (counts[at] ?? 0) + number * part;
    }
  };

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
    result(others) {
      let candidates = lookedAt;
      for (const meta of others) {
        const inRange = meta.logs * partsIn(meta, range, stepMs).reduce((sum, { part }) => sum + part, 0);
        candidates += inRange;
        if (lookedAt > 0)
          spread(
            meta,
            matched.map((number) => (number / lookedAt) * meta.logs),
          );
      }
      const rounded = steps.map((counts) => counts.map(Math.round));
      return {
        steps: rounded.map((counts, index) => ({ start: (begin + index) * stepMs, counts })),
        counts: rounded.reduce((sum, counts) => sum.map((number, at) => number + (counts[at] ?? 0)), zeros()),
        exact: others.length === 0,
        lookedAt,
        candidates: Math.round(candidates),
      };
    },
  };
}

/** Which share of a block's records each step has, as far as it lies in the range, if they are spread evenly over its time. */
function partsIn(
  { logT0, logT1 }: BlockMeta,
  { fromMs, toMs }: TimeRange,
  stepMs: number,
): { readonly step: number; readonly part: number }[] {
  if (logT0 === null || logT1 === null) return [];
  const [start, end] = [Number(logT0) / 1e6, Number(logT1) / 1e6 + 0.001];
  const parts = [];
  const last = Math.min(end, toMs);
  for (let step = Math.floor(Math.max(start, fromMs) / stepMs); step * stepMs < last; step += 1) {
    const inside = Math.min((step + 1) * stepMs, last) - Math.max(step * stepMs, start, fromMs);
    if (inside > 0) parts.push({ step, part: inside / (end - start) });
  }
  return parts;
}

function classOf(severity: number): number {
  return severity === 0 ? 0 : Math.min(Math.floor((severity - 1) / 4) + 1, CLASSES - 1);
}

function zeros(): number[] {
  return new Array<number>(CLASSES).fill(0);
}
