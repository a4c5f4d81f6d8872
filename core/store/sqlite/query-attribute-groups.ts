import type { Attributes, AttributeValue } from '../../model/attributes';
import type { AttributeGroups, AttributeGroupsQuery } from '../store';
import type { Block } from './block/block';
import type { BlockMeta } from './blocks/block-meta';
import type { BlockSearch } from './blocks/block-search';
import { resourceFacts } from './blocks/resource-facts';
import { markToken } from './blocks/tokens';
import type { LogFunctions } from './log-functions';
import { checkedLimit } from './page';
import { groupEstimate } from './read/group-estimate';
import { shuffled } from './read/shuffled';
import { versionGuard } from './read/version-guard';
import { winnerOf } from './span-versions';
import { msToNs } from './values';

const DEFAULT_BUDGET_MS = 1000;
/** One block alone says nothing about its error. */
const FEWEST_BLOCKS = 2;

/** `now` in milliseconds from any start. */
export function prepareAttributeGroups(
  search: BlockSearch,
  logFunctions: () => LogFunctions,
  now: () => number,
): (query: AttributeGroupsQuery) => AttributeGroups {
  const blocksFor = (query: AttributeGroupsQuery, functions: LogFunctions): BlockMeta[] => {
    const common = query.environment === undefined ? [] : [markToken('environment', query.environment)];
    const lists =
      query.functionId === undefined
        ? [common]
        : functions.originsOf(query.functionId).map((origin) => [...common, markToken('origin', origin)]);
    const found = lists.flatMap((tokens) => search.find({ tokens, spans: query.range }));
    return [...new Map(found.map((meta) => [meta.id, meta])).values()];
  };

  return (query) => {
    const limit = checkedLimit(query.limit);
    const endOfBudget = now() + (query.budgetMs ?? DEFAULT_BUDGET_MS);
    const functions = logFunctions();
    const all = shuffled(blocksFor(query, functions), ({ id }) => id, query.seed ?? 0);
    const estimate = groupEstimate();
    const guard = versionGuard();
    let read = 0;
    for (const meta of all) {
      if (read >= FEWEST_BLOCKS && now() >= endOfBudget) break;
      const block = search.load(meta.id);
      const counts = new Map<string, number>();
      for (const { index, value } of valuesIn(block, query, functions)) {
        const known = guard.meet(meta.id, block, index, search.load);
        if (known !== null) {
          const other = search.load(known.block);
          const older = other.spanAt(known.index);
          if (winnerOf(older, block.spanAt(index)) === older) continue;
          guard.replace(meta.id, block, index);
          const before = textOf(attributeOf(other, known.index, query.key));
          if (known.block === meta.id) counts.set(before, (counts.get(before) ?? 0) - 1);
          else estimate.takeBack(before);
        }
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      estimate.add(meta.spans, counts);
      read += 1;
    }
    const spans = all.reduce((sum, meta) => sum + meta.spans, 0);
    return {
      groups: estimate.result({ blocks: all.length, spans }, limit),
      sampledBlocks: read,
      totalBlocks: all.length,
      exact: read === all.length && !estimate.droppedValues && !guard.isFull,
    };
  };
}

/** The spans of a block that are asked for and have the attribute. */
function* valuesIn(
  block: Block,
  query: AttributeGroupsQuery,
  functions: LogFunctions,
): Generator<{ readonly index: number; readonly value: string }> {
  const columns = block.spanColumns();
  const wanted = block
    .resources()
    .map(
      (resource) =>
        query.environment === undefined || resourceFacts(resource).environment === query.environment,
    );
  const [from, to] = [msToNs(query.range.fromMs), msToNs(query.range.toMs)];
  const traces = block.traceIds();
  for (let index = 0; index < block.spanCount; index += 1) {
    const start = columns.startNs[index] ?? 0n;
    if (start < from || start >= to || wanted[columns.resourceIndex[index] ?? -1] !== true) continue;
    const value = attributeOf(block, index, query.key);
    if (value === undefined) continue;
    if (query.functionId !== undefined) {
      const trace = traces[columns.traceIndex[index] ?? -1] ?? null;
      if (functions.ownerOf(columns.resourceAt(index), trace)?.id !== query.functionId) continue;
    }
    yield { index, value: textOf(value) };
  }
}

function attributeOf(block: Block, index: number, key: string): AttributeValue | undefined {
  const columns = block.spanColumns();
  const value = columns.attributeAt(index, key);
  return value === undefined ? own(columns.resourceAt(index).attributes, key) : value;
}

function own(attributes: Attributes, key: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

/** Very many values may be followed at once. */
const LONGEST_VALUE = 256;

/** A text as it is, anything else as JSON; '' where there is nothing. */
function textOf(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_VALUE);
}
