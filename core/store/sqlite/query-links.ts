import type { TimeRange } from '../../model/time-range';
import { checkedLimit } from '../derive/checked-limit';
import { linksOf } from '../derive/trace-shapes';
import type { TraceLink } from '../store';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { markToken } from './blocks/tokens';
import { idBytes } from './conditions';
import { spansOfTrace } from './trace-lookup';
import { msToNs } from './values';

/** Finds the spans that link to a trace by the mark that their blocks have of it. */
export function prepareLinksTo(
  search: BlockSearch,
): (traceId: string, range: TimeRange, limit: number) => readonly TraceLink[] {
  return (typed, range, limit) => {
    const most = checkedLimit(limit);
    const target = idBytes(typed, 32)?.toString('hex');
    if (target === undefined) return [];
    const found: TraceLink[] = [];
    const seen = new Set<string>();
    const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
    for (const { id } of search.walk({ tokens: [markToken('link', target)], spans: range })) {
      for (const traceId of linkingTraces(search.read(id), target)) {
        if (seen.has(traceId)) continue;
        seen.add(traceId);
        // Asked of the whole trace: another version of the span may count, without the link.
        for (const span of spansOfTrace(search, traceId).values())
          if (span.startNs >= from && span.startNs < to)
            found.push(...linksOf(span).filter((link) => link.to.traceId === target));
        if (found.length >= most) return found.slice(0, most);
      }
    }
    return found;
  };
}

/** The traces in a block with a span that links to the target. */
function linkingTraces(block: Block, target: string): ReadonlySet<string> {
  const traces = new Set<string>();
  if (block.spanCount === 0) return traces;
  const columns = block.spanColumns();
  const ids = block.traceIds();
  for (let index = 0; index < block.spanCount; index += 1) {
    if (!columns.linksAt(index).some(({ traceId }) => traceId === target)) continue;
    const traceId = ids[columns.traceIndex[index] ?? -1];
    if (traceId !== undefined && traceId !== target) traces.add(traceId);
  }
  return traces;
}
