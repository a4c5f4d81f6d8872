import { plainPath } from './frame';
import { readJavascriptFrame } from './javascript';

/** The position that a JavaScript frame points to, and where in the line it is written. */
export interface Place {
  readonly file: string;
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
  /** The text before and after `file:line:column`. */
  readonly before: string;
  readonly after: string;
}

const PLACE = /^(.*?)([^\s()]+):(\d{1,9}):(\d{1,9})(\)?\s*)$/;
const LONGEST = 300;

/** The position named by a line of a V8 stack; null when the line is not such a frame or has no column. */
export function placeOf(line: string): Place | null {
  if (line.length > LONGEST || readJavascriptFrame(line) === null) return null;
  const [, before = '', file = '', row = '', column = '', after = ''] = PLACE.exec(line) ?? [];
  if (file === '' || Number(row) === 0 || Number(column) === 0) return null;
  return { file: plainPath(file), line: Number(row), column: Number(column), before, after };
}

/**
 * How many trailing components two paths have in common; 0 when the file names differ. A map is uploaded from where it was
 * built, while the code runs elsewhere.
 */
export function commonEnd(one: string, other: string): number {
  const [a, b] = [parts(one), parts(other)];
  let common = 0;
  while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common += 1;
  return common;
}

function parts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
}
