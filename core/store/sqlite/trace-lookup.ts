import type { Span } from '../../model/telemetry';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { traceToken } from './blocks/tokens';
import { winningSpans } from './trace-spans';

/** The spans of a trace that count, by span id; empty when none is stored. `traceId` is lower-case hex. */
export function spansOfTrace(search: BlockSearch, traceId: string): ReadonlyMap<string, Span> {
  return winningSpans(traceId, blocksOfTrace(search, traceId));
}

/** One at a time: a trace may be spread over many blocks. */
function* blocksOfTrace(search: BlockSearch, traceId: string): Generator<Block> {
  for (const { id } of search.find({ keys: [traceToken(traceId)] })) yield search.read(id);
}
