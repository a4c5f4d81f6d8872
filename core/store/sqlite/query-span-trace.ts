import type { BlockSearch } from './blocks/block-search';
import { idBytes } from './conditions';

const BUDGET_MS = 400;

/** Span ids have no index of their own: blocks are read from the newest on. `now` in milliseconds from any start. */
export function prepareTraceOfSpan(
  search: BlockSearch,
  now: () => number,
): (spanId: string) => string | null {
  return (typed) => {
    const spanId = idBytes(typed, 16)?.toString('hex');
    if (spanId === undefined) return null;
    const end = now() + BUDGET_MS;
    for (const meta of search.walk({})) {
      if (meta.spans === 0) continue;
      const block = search.read(meta.id);
      const columns = block.spanColumns();
      for (let index = 0; index < block.spanCount; index += 1) {
        if (columns.idAt(index) === spanId) return block.traceIds()[columns.traceIndex[index] ?? -1] ?? null;
      }
      if (now() >= end) return null;
    }
    return null;
  };
}
