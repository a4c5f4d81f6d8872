import type Database from 'better-sqlite3';
import { eachPosition, placeOf } from './token-filter';

/** A sealed group, as far as a look-up needs it. */
export interface GroupShape {
  readonly id: number;
  /** 0 when none of its blocks is left. */
  readonly positions: number;
  /** How many blocks it has. */
  readonly members: number;
}

export interface FilterProbe {
  /** Ids of the blocks of the group that may have all tokens, in the order of their columns. */
  blocksWith(group: GroupShape, tokens: readonly number[]): number[];
}

export function prepareFilterProbe(db: Database.Database): FilterProbe {
  const bitsAt = db
    .prepare<[number, number, number], Buffer>('SELECT substr(bits, ?, ?) FROM block_filter WHERE id = ?')
    .pluck();
  const members = db.prepare<[number], Buffer>('SELECT blocks FROM block_group WHERE id = ?').pluck();

  /** Whether any column is left after taking away those without the token. */
  const narrow = (columns: Uint8Array, group: GroupShape, token: number): boolean => {
    let left = true;
    eachPosition(token, group.positions, (position) => {
      const { row, offset } = placeOf(group.id, position, columns.length);
      const bits = bitsAt.get(offset + 1, columns.length, row);
      if (bits?.length !== columns.length)
        throw new Error(`the filter of group ${group.id} lacks row ${row}`);
      left = false;
      for (let at = 0; at < columns.length; at += 1) {
        const both = (columns[at] ?? 0) & (bits[at] ?? 0);
        columns[at] = both;
        left ||= both !== 0;
      }
      return left;
    });
    return left;
  };

  return {
    blocksWith(group, tokens) {
      if (group.positions === 0) return [];
      const columns = new Uint8Array(Math.ceil(group.members / 8)).fill(255);
      if (!tokens.every((token) => narrow(columns, group, token))) return [];
      const ids = members.get(group.id);
      if (!ids) throw new Error(`group ${group.id} is missing`);
      const found: number[] = [];
      for (let column = 0; column < group.members; column += 1) {
        if (((columns[column >>> 3] ?? 0) >>> (column & 7)) & 1) {
          const id = Number(ids.readBigUInt64LE(column * 8));
          if (id !== 0) found.push(id);
        }
      }
      return found;
    },
  };
}
