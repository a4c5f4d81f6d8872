import { winnerOf } from '../../derive/span-versions';
import type { Block } from '../block/block';
import type { BlockMeta } from '../blocks/block-meta';
import type { BlockSearch } from '../blocks/block-search';
import { isSameSpan, spanKeys } from './span-keys';

/** A block and which of its spans count. */
export interface CurrentSpans {
  readonly block: Block;
  /** False for a version that gave way to another one. */
  isCurrent(index: number): boolean;
}

interface Open {
  readonly block: Block;
  readonly meta: BlockMeta;
  /** Numbers of the spans by their keys. */
  readonly byKey: Map<number, number>;
  readonly gaveWay: Set<number>;
}

/** Blocks whose spans' times overlap are open together; clocks that are far off must not make them too many. */
const MOST_OPEN = 32;

/**
 * The blocks with the spans that count, in about the order given: newest first by `spanT1`. Versions of one span start
 * at the same time, so a block is held back only until those that follow are all older. Versions whose starts differ may
 * both come, and so may those of blocks that overlap with very many others.
 */
export function* currentSpans(
  search: Pick<BlockSearch, 'read'>,
  newestFirst: Iterable<BlockMeta>,
): Generator<CurrentSpans, void, undefined> {
  let open: Open[] = [];
  for (const meta of newestFirst) {
    const { spanT1 } = meta;
    if (spanT1 === null) continue;
    const isNewer = (one: Open) => one.meta.spanT0 !== null && one.meta.spanT0 > spanT1;
    const ready = open.filter((one, index) => isNewer(one) || index <= open.length - MOST_OPEN);
    open = open.filter((one) => !ready.includes(one));
    for (const one of ready) yield toCurrent(one);
    const next = opened(meta, search.read(meta.id));
    for (const other of open) settle(next, other);
    open.push(next);
  }
  for (const one of open) yield toCurrent(one);
}

function toCurrent({ block, gaveWay }: Open): CurrentSpans {
  return { block, isCurrent: (index) => !gaveWay.has(index) };
}

function opened(meta: BlockMeta, block: Block): Open {
  const one: Open = { block, meta, byKey: new Map(), gaveWay: new Set() };
  spanKeys(block).forEach((key, index) => {
    const known = one.byKey.get(key);
    if (known === undefined || !compete(one, known, one, index)) one.byKey.set(key, index);
  });
  return one;
}

function settle(a: Open, b: Open): void {
  for (const [key, index] of a.byKey) {
    const other = b.byKey.get(key);
    if (other !== undefined) compete(b, other, a, index);
  }
}

/** Whether the first one counts; the other one gives way. Spans that are not the same both count. */
function compete(a: Open, indexA: number, b: Open, indexB: number): boolean {
  if (!isSameSpan({ block: a.block, index: indexA }, { block: b.block, index: indexB })) return true;
  const first = a.block.spanAt(indexA);
  const isFirst = winnerOf(first, b.block.spanAt(indexB)) === first;
  (isFirst ? b : a).gaveWay.add(isFirst ? indexB : indexA);
  return isFirst;
}
