import type { AttributeValue } from '../../../model/attributes';
import { attributeText, ownAttribute } from '../../derive/attribute-text';
import { resourceFacts } from '../../derive/resource-facts';
import { winnerOf } from '../../derive/span-versions';
import type { AttributeGroup, AttributeGroupsQuery } from '../../store';
import type { Block } from '../block/block';
import type { LogFunctions } from '../log-functions';
import { msToNs } from '../values';
import { groupEstimate } from './group-estimate';
import { versionGuard } from './version-guard';

/** What a question for groups wants to know of spans, however long it takes. */
export type GroupsOf = Pick<AttributeGroupsQuery, 'range' | 'environment' | 'functionId' | 'key'>;

/** The spans counted so far in some of many blocks; each block is to be added once. */
export interface GroupCount {
  /** Ids of the blocks that were added. */
  readonly blocks: ReadonlySet<number>;
  /** `load` answers blocks that were added before, too. */
  add(id: number, load: (id: number) => Block, functions: LogFunctions): void;
  /** Whether nothing had to be left out for want of memory. */
  readonly isComplete: boolean;
  /** The most frequent values; estimates, unless those that were added are `all` there are. */
  groups(all: { readonly blocks: number; readonly spans: number }, limit: number): AttributeGroup[];
}

export function groupCount(of: GroupsOf): GroupCount {
  const blocks = new Set<number>();
  const estimate = groupEstimate();
  const guard = versionGuard();

  return {
    blocks,
    add(id, load, functions) {
      const block = load(id);
      const counts = new Map<string, number>();
      for (const { index, value } of valuesIn(block, of, functions)) {
        const known = guard.meet(id, block, index, load);
        if (known !== null) {
          const other = load(known.block);
          const older = other.spanAt(known.index);
          if (winnerOf(older, block.spanAt(index)) === older) continue;
          guard.replace(id, block, index);
          const before = attributeOf(other, known.index, of.key);
          const text = before === undefined ? '' : attributeText(before);
          if (known.block === id) counts.set(text, (counts.get(text) ?? 0) - 1);
          else estimate.takeBack(text);
        }
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      estimate.add(block.spanCount, counts);
      blocks.add(id);
    },
    get isComplete() {
      return !estimate.droppedValues && !guard.isFull;
    },
    groups: (all, limit) => estimate.result(all, limit),
  };
}

/** The spans of a block that are asked for and have the attribute. */
function* valuesIn(
  block: Block,
  of: GroupsOf,
  functions: LogFunctions,
): Generator<{ readonly index: number; readonly value: string }> {
  const columns = block.spanColumns();
  const wanted = block
    .resources()
    .map(
      (resource) => of.environment === undefined || resourceFacts(resource).environment === of.environment,
    );
  const [from, to] = [msToNs(of.range.fromMs), msToNs(of.range.toMs)];
  const traces = block.traceIds();
  for (let index = 0; index < block.spanCount; index += 1) {
    const start = columns.startNs[index] ?? 0n;
    if (start < from || start >= to || wanted[columns.resourceIndex[index] ?? -1] !== true) continue;
    const value = attributeOf(block, index, of.key);
    if (value === undefined) continue;
    if (of.functionId !== undefined) {
      const trace = traces[columns.traceIndex[index] ?? -1] ?? null;
      if (functions.ownerOf(columns.resourceAt(index), trace)?.id !== of.functionId) continue;
    }
    yield { index, value: attributeText(value) };
  }
}

function attributeOf(block: Block, index: number, key: string): AttributeValue | undefined {
  const columns = block.spanColumns();
  const value = columns.attributeAt(index, key);
  return value === undefined ? ownAttribute(columns.resourceAt(index).attributes, key) : value;
}
