import type { Span } from '../../model/telemetry';
import { supersedes, winnerOf } from '../derive/span-versions';
import type { Block } from './block/block';

/** Every arrival reads its trace again: without a bound, the growth of one trace would cost ever more. */
export const MOST_SPANS_OF_A_TRACE = 20_000;

/** The versions that count of a trace's spans in these blocks, by span id. */
export function winningSpans(traceId: string, blocks: Iterable<Block>): Map<string, Span> {
  const winners = new Map<string, Span>();
  for (const block of blocks) addWinners(winners, block.spansOf(traceId));
  return winners;
}

/** Adds spans of one trace, in any order: of versions of a span the one that counts stays. */
export function addWinners(winners: Map<string, Span>, spans: readonly Span[]): void {
  for (const span of spans) {
    const other = winners.get(span.spanId);
    winners.set(span.spanId, other === undefined ? span : winnerOf(other, span));
  }
}

/** What the arrival of spans made of a trace. */
export interface GrownTrace {
  /** All spans that count now, by span id. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Those among them that were not stored before. */
  readonly fresh: readonly Span[];
  readonly repeated: number;
  readonly refused: number;
}

/**
 * Adds arriving spans of one trace to its stored ones, which are not changed. A span with known ids takes the place of
 * the other by the rule of `span-versions.ts`; a full trace takes no more.
 */
export function growTrace(stored: ReadonlyMap<string, Span>, arriving: readonly Span[]): GrownTrace {
  const changed = new Map<string, Span>();
  let size = stored.size;
  let repeated = 0;
  let refused = 0;
  for (const span of arriving) {
    const known = changed.get(span.spanId) ?? stored.get(span.spanId);
    if (known === undefined) {
      if (size >= MOST_SPANS_OF_A_TRACE) {
        refused += 1;
        continue;
      }
      size += 1;
    } else if (!supersedes(span, known)) {
      repeated += 1;
      continue;
    }
    changed.set(span.spanId, span);
  }
  const spans = stored.size === 0 ? changed : new Map([...stored, ...changed]);
  return { spans, fresh: [...changed.values()], repeated, refused };
}
