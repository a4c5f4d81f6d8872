import type Database from 'better-sqlite3';
import { ownText } from '../../model/own-text';
import type { InvocationRecord } from './invocation-record';
import { hexBytes } from './values';

/** Versions of functions with a memory size, by number: what figures are kept apart by. */
export interface VariantTable {
  /** The number of an invocation's variant, which is given one when it is new. */
  noOf(record: Pick<InvocationRecord, 'function_id' | 'version' | 'memory_mb'>): number;
  /** To be called after a rollback: numbers given meanwhile may be given again. */
  forget(): void;
}

/** Versions may be made up by the thousand: of a function so many variants are told apart. */
const MOST_OF_FUNCTION = 200;
const MOST_REMEMBERED = 10_000;
/** The size that stands for all variants beyond. */
export const OTHER_VARIANTS = -1;

/** The version of an invocation as text, whether its column holds the text or a number. */
export function versionOf(invocation: 'i' | 'o'): string {
  const column = `${invocation}.version`;
  return `CASE typeof(${column}) WHEN 'integer' THEN (SELECT value FROM text WHERE id = ${column}) ELSE ${column} END`;
}

/** The number of the variant that the invocation `i` of the function `f` is counted in. */
export const VARIANT_OF = `coalesce(
  (SELECT no FROM function_variant WHERE function_id = unhex(f.id) AND version = coalesce(${versionOf('i')}, '')
     AND memory_mb = max(0, coalesce(i.memory_mb, 0))),
  (SELECT no FROM function_variant WHERE function_id = unhex(f.id) AND version = '' AND memory_mb = ${OTHER_VARIANTS}))`;

export function createVariantTable(db: Database.Database): VariantTable {
  const find = db
    .prepare<[Buffer, string, number], number>(
      'SELECT no FROM function_variant WHERE function_id = ? AND version = ? AND memory_mb = ?',
    )
    .pluck();
  const count = db
    .prepare<[Buffer], number>('SELECT count(*) FROM function_variant WHERE function_id = ?')
    .pluck();
  const insert = db.prepare<[Buffer, string, number]>(
    'INSERT INTO function_variant (function_id, version, memory_mb) VALUES (?, ?, ?)',
  );
  const known = new Map<string, number>();

  const lookUp = (functionId: string, version: string, memoryMb: number): number => {
    const key = hexBytes(functionId);
    const found = find.get(key, version, memoryMb);
    if (found !== undefined) return found;
    if (memoryMb !== OTHER_VARIANTS && (count.get(key) ?? 0) >= MOST_OF_FUNCTION)
      return lookUp(functionId, '', OTHER_VARIANTS);
    return Number(insert.run(key, version, memoryMb).lastInsertRowid);
  };

  return {
    noOf({ function_id, version, memory_mb }) {
      const memoryMb = Math.max(0, Number(memory_mb ?? 0n));
      const key = `${function_id} ${memoryMb} ${version ?? ''}`;
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const no = lookUp(function_id, version ?? '', memoryMb);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(ownText(key), no);
      return no;
    },
    forget: () => known.clear(),
  };
}
