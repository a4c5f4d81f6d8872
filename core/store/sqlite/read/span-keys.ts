import type { Block } from '../block/block';

/**
 * A number for each span of a block, equal for versions of one span and hardly ever for two spans: made to meet versions
 * in different blocks without keeping their ids. What is equal has to be compared by `isSameSpan`.
 */
export function spanKeys(block: Block): Float64Array {
  const columns = block.spanColumns();
  const traces = block.traceIds().map((id) => Number.parseInt(id.slice(-7), 16));
  const keys = new Float64Array(block.spanCount);
  for (let index = 0; index < keys.length; index += 1) {
    const span = Number.parseInt(columns.idAt(index).slice(-6), 16);
    keys[index] = span * 2 ** 28 + (traces[columns.traceIndex[index] ?? 0] ?? 0);
  }
  return keys;
}

/** A span by the place of one of its versions. */
export interface SpanPlace {
  readonly block: Block;
  readonly index: number;
}

export function isSameSpan(a: SpanPlace, b: SpanPlace): boolean {
  return idAt(a) === idAt(b) && traceAt(a) === traceAt(b);
}

function idAt({ block, index }: SpanPlace): string {
  return block.spanColumns().idAt(index);
}

function traceAt({ block, index }: SpanPlace): string | undefined {
  return block.traceIds()[block.spanColumns().traceIndex[index] ?? -1];
}
