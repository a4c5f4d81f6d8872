import type Database from 'better-sqlite3';
import { compare } from '../../../model/order';
import type { BlockMeta } from './block-meta';
import { type GroupShape, prepareFilterProbe } from './filter-probe';
import { prepareHeadSearch } from './head-rows';
import { prepareKeyGroups } from './key-groups';
import { type MetaRows, newestTime, overlaps, type Wanted } from './meta-rows';

export interface TokenSearch {
  /** The blocks that may have all tokens and keys (at least one) and have a row in the range, newest first. */
  walk(
    wanted: Wanted,
    tokens: readonly number[],
    keys: readonly number[],
  ): Generator<BlockMeta, void, undefined>;
  /** Ids of those blocks, in no order, and of some that have no row in the range. */
  ids(wanted: Wanted, tokens: readonly number[], keys: readonly number[]): Set<number>;
}

interface GroupRow {
  readonly id: bigint;
  readonly positions: bigint;
  readonly members: bigint;
  readonly spanT0: bigint | null;
  readonly spanT1: bigint | null;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

const GROUPS = `SELECT id, positions, length(blocks) / 8 AS members, span_t0 AS spanT0, span_t1 AS spanT1,
  log_t0 AS logT0, log_t1 AS logT1 FROM block_group`;

interface DatedGroup extends GroupShape {
  /** No block of it is newer. */
  readonly newest: bigint;
}

export function prepareTokenSearch(db: Database.Database, metas: MetaRows): TokenSearch {
  const heads = prepareHeadSearch(db);
  const probe = prepareFilterProbe(db);
  const groupsWithKey = prepareKeyGroups(db);
  const allGroups = db.prepare<[], GroupRow>(GROUPS).safeIntegers();
  const oneGroup = db.prepare<[number], GroupRow>(`${GROUPS} WHERE id = ?`).safeIntegers();
  /** With keys those that have them all: a trace is in one or two of any number of groups. */
  const groupRows = (keys: readonly number[]): GroupRow[] =>
    keys.length === 0
      ? allGroups.all()
      : [...withAll(keys, groupsWithKey)].map((id) => oneGroup.get(id)).filter((row) => row !== undefined);

  const liveIds = (tokens: readonly number[], keys: readonly number[]): Iterable<number> => {
    const byKeys = keys.length === 0 ? null : withAll(keys, heads.withKey);
    if (byKeys !== null && (byKeys.size === 0 || tokens.length === 0)) return byKeys;
    const ids = [...withAll(tokens, heads.withToken), ...metas.unfiltered()];
    return byKeys === null ? ids : ids.filter((id) => byKeys.has(id));
  };

  /** Groups that can hold something in the range, newest first. */
  const groups = (wanted: Wanted, keys: readonly number[]): DatedGroup[] =>
    groupRows(keys)
      .filter((row) =>
        wanted.by === 'logs'
          ? overlaps(row.logT0, row.logT1, wanted)
          : overlaps(row.spanT0, row.spanT1, wanted),
      )
      .map((row) => ({
        id: Number(row.id),
        positions: Number(row.positions),
        members: Number(row.members),
        newest: (wanted.by === 'logs' ? row.logT1 : row.spanT1) ?? -1n,
      }))
      .sort((a, b) => compare(b.newest, a.newest));

  return {
    *walk(wanted, tokens, keys) {
      const distinct = [...new Set([...keys, ...tokens])];
      /** Oldest first, so that the newest is taken from the end. */
      let waiting = inOrder(metas.ofBlocks(liveIds([...new Set(tokens)], keys), wanted), wanted);
      for (const group of groups(wanted, keys)) {
        for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
          if (newestTime(next, wanted.by) <= group.newest) break;
          waiting.pop();
          yield next;
        }
        const found = metas.ofBlocks(probe.blocksWith(group, distinct), wanted);
        if (found.length > 0) waiting = inOrder([...waiting, ...found], wanted);
      }
      for (let next = waiting.pop(); next; next = waiting.pop()) yield next;
    },
    ids(wanted, tokens, keys) {
      const distinct = [...new Set([...keys, ...tokens])];
      const found = new Set(liveIds([...new Set(tokens)], keys));
      for (const group of groups(wanted, keys))
        for (const id of probe.blocksWith(group, distinct)) found.add(id);
      return found;
    },
  };
}

function withAll(
  [first = 0, ...others]: readonly number[],
  find: (token: number) => Set<number>,
): Set<number> {
  let found = find(first);
  for (const token of others) {
    if (found.size === 0) break;
    const withToken = find(token);
    found = new Set([...found].filter((id) => withToken.has(id)));
  }
  return found;
}

function inOrder(blocks: BlockMeta[], { by }: Wanted): BlockMeta[] {
  return blocks.sort((a, b) => compare(newestTime(a, by), newestTime(b, by)) || a.id - b.id);
}
