import type Database from 'better-sqlite3';
import { ownText } from '../../model/own-text';

/** What a column "text or number" holds: the number of a text in the table `text`, or the text itself. */
export type Interned = bigint | string | null;

export interface TextTable {
  /** What is stored for a text: a number when it is short and comes again and again. */
  encode(text: string | null): Interned;
  decode(stored: Interned): string | null;
  /** Until told otherwise, texts with such a number are stored as they are: it may soon be gone. */
  doubt(isDoubtful: ((number: bigint) => boolean) | null): void;
  /** To be called after a rollback: numbers given meanwhile may be given again. */
  forget(): void;
}

/** Numbers of texts that a column "text or number" holds, for readers. */
export type DecodeText = (stored: Interned) => string | null;

const LONGEST = 200;
const MOST_REMEMBERED = 4096;

/** Reads texts by their numbers, and remembers the last few thousand. */
export function prepareTexts(db: Database.Database): DecodeText {
  const find = db.prepare<[bigint], string>('SELECT value FROM text WHERE id = ?').pluck();
  const known = new Map<bigint, string>();
  return (stored) => {
    if (typeof stored !== 'bigint') return stored;
    const text = known.get(stored) ?? find.get(stored) ?? '';
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(stored, text);
    return text;
  };
}

export function createTextTable(db: Database.Database): TextTable {
  const find = db.prepare<[string], bigint>('SELECT id FROM text WHERE value = ?').pluck().safeIntegers();
  const insert = db.prepare<[string]>('INSERT INTO text (value) VALUES (?)');
  let decode = prepareTexts(db);
  const numbers = new Map<string, bigint>();
  /** Texts that came once, lately: what never comes again is not worth a row. */
  const once = new Set<string>();
  let isDoubtful: (number: bigint) => boolean = () => false;

  const numberOf = (text: string): bigint | null => {
    const stored = find.get(text);
    if (stored !== undefined) return stored;
    if (once.delete(text)) return BigInt(insert.run(text).lastInsertRowid);
    if (once.size >= MOST_REMEMBERED) once.clear();
    once.add(ownText(text));
    return null;
  };

  return {
    encode(text) {
      if (text === null || text.length > LONGEST) return text;
      const known = numbers.get(text);
      const number = known ?? numberOf(text);
      if (number === null || isDoubtful(number)) return text;
      if (known !== undefined) return known;
      if (numbers.size >= MOST_REMEMBERED) numbers.clear();
      numbers.set(ownText(text), number);
      return number;
    },
    decode: (stored) => decode(stored),
    doubt(next) {
      isDoubtful = next ?? (() => false);
    },
    forget() {
      numbers.clear();
      decode = prepareTexts(db);
    },
  };
}
