import { deserialize, serialize } from 'node:v8';
import type { Span } from '../../model/telemetry';
import type { BlockStore } from './blocks/block-store';
import { sizeOfSpan } from './blocks/record-size';
import { addWinners } from './trace-spans';

/** The spans of traces that are stored already, for the writer. */
export interface StoredTraces {
  /** The versions that count of a trace's spans, by span id; empty for a new trace: `NO_SPANS` when no block has it. */
  spansOf(traceId: string): ReadonlyMap<string, Span>;
  /** To be called after a rollback: ids of blocks given meanwhile may be given again. */
  forget(): void;
}

/** What a trace has in one block. */
interface Part {
  readonly spans: readonly Span[];
  readonly size: number;
}

export const NO_SPANS: ReadonlyMap<string, Span> = new Map();
/** A trace that is spread over so many blocks is remembered: to read them all for each of its spans would take seconds. */
const MANY_BLOCKS = 4;
/** About how many bytes of spans are remembered. */
const MOST_BYTES = 16 * 1024 * 1024;

export function createStoredTraces(
  blocks: Pick<BlockStore, 'blocksOfTrace' | 'load'>,
  mostBytes: number = MOST_BYTES,
  /** Spans that start before count as removed, whether they are yet or not. */
  floorNs: () => bigint = () => 0n,
): StoredTraces {
  /** In the order of their last use; their parts by the ids of blocks, which never change. */
  const remembered = new Map<string, Map<number, Part>>();
  let bytes = 0;

  const drop = (traceId: string): void => {
    for (const { size } of remembered.get(traceId)?.values() ?? []) bytes -= size;
    remembered.delete(traceId);
  };

  /** The parts that are still among the trace's blocks. */
  const recall = (traceId: string, ids: readonly number[]): Map<number, Part> => {
    const known = remembered.get(traceId);
    drop(traceId);
    const parts = new Map<number, Part>();
    for (const id of known === undefined ? [] : ids) {
      const part = known?.get(id);
      if (part) parts.set(id, part);
    }
    return parts;
  };

  const remember = (traceId: string, parts: Map<number, Part>): void => {
    remembered.set(traceId, parts);
    for (const { size } of parts.values()) bytes += size;
    for (const oldest of remembered.keys()) {
      if (bytes <= mostBytes) break;
      drop(oldest);
    }
  };

  const readSpread = (traceId: string, ids: readonly number[]): Map<string, Span> => {
    const winners = new Map<string, Span>();
    const parts = recall(traceId, ids);
    let size = 0;
    for (const id of ids) {
      const part = parts.get(id) ?? partOf(blocks.load(id).spansOf(traceId));
      addWinners(winners, part.spans);
      size += part.size;
      // What is more than may be remembered is read, and let go.
      if (size <= mostBytes) parts.set(id, part);
    }
    remember(traceId, parts);
    return winners;
  };

  return {
    spansOf(traceId) {
      const ids = blocks.blocksOfTrace(traceId);
      if (ids.length === 0) return NO_SPANS;
      if (ids.length >= MANY_BLOCKS) return since(floorNs(), readSpread(traceId, ids));
      const winners = new Map<string, Span>();
      for (const id of ids) addWinners(winners, blocks.load(id).spansOf(traceId));
      return since(floorNs(), winners);
    },
    forget() {
      remembered.clear();
      bytes = 0;
    },
  };
}

function since(floorNs: bigint, winners: Map<string, Span>): ReadonlyMap<string, Span> {
  for (const [spanId, { startNs }] of winners) if (startNs < floorNs) winners.delete(spanId);
  return winners;
}

function partOf(spans: readonly Span[]): Part {
  const own = spans.map(detached);
  return { spans: own, size: own.reduce((sum, span) => sum + sizeOfSpan(span), OVERHEAD) };
}

/** Of an entry for a block that a false alarm of the filter named, too. */
const OVERHEAD = 64;

/** A copy whose texts are its own: those that a block gives out may be slices that keep the whole block in memory. */
function detached(span: Span): Span {
  const { resource, ...rest } = span;
  const copy: typeof rest = deserialize(serialize(rest));
  return { ...copy, resource };
}
