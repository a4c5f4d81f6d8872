import type { Block } from '../block/block';
import { isSameSpan, spanKeys } from './span-keys';

export interface KnownVersion {
  readonly block: number;
  readonly index: number;
}

/** Meets the versions of one span in blocks that are read in any order. */
export interface VersionGuard {
  /** The version of the same span that was met before, or null; then this one is remembered. */
  meet(id: number, block: Block, index: number, load: (id: number) => Block): KnownVersion | null;
  /** From now on this version is the one that was met. */
  replace(id: number, block: Block, index: number): void;
  /** Whether there were more spans than are remembered, so that versions may have been missed. */
  readonly isFull: boolean;
}

/** About 30 MB. */
const MOST_SPANS = 500_000;
/** More than a block holds. */
const INDEXES = 2 ** 21;

export function versionGuard(mostSpans = MOST_SPANS): VersionGuard {
  const places = new Map<number, number>();
  let keys: { readonly id: number; readonly values: Float64Array } | null = null;
  let isFull = false;

  const keyOf = (id: number, block: Block, index: number): number => {
    if (keys?.id !== id) keys = { id, values: spanKeys(block) };
    return keys.values[index] ?? 0;
  };

  return {
    meet(id, block, index, load) {
      const key = keyOf(id, block, index);
      const packed = places.get(key);
      if (packed !== undefined) {
        const known = { block: Math.floor(packed / INDEXES), index: packed % INDEXES };
        const place = { block: load(known.block), index: known.index };
        return isSameSpan(place, { block, index }) ? known : null;
      }
      if (places.size < mostSpans) places.set(key, id * INDEXES + index);
      else isFull = true;
      return null;
    },
    replace(id, block, index) {
      places.set(keyOf(id, block, index), id * INDEXES + index);
    },
    get isFull() {
      return isFull;
    },
  };
}
