import { FaaslensError } from '@/core/errors';
import { csvLine } from '@/core/model/table/csv';
import type { SqlAnswer } from '@/core/store/index';
import { visible } from './visible';

const WIDEST = 80;

/** For reading: columns under each other, long cells cut. */
export function asTable({ columns, rows }: SqlAnswer): string {
  const cells = [columns, ...rows].map((row) =>
    row.map((cell) => cut(visible(cell === null ? 'null' : String(cell)))),
  );
  const widths = columns.map((_, column) =>
    cells.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/**
 * One JSON object a line, with the columns as keys.
 * @throws FaaslensError `invalid_input` when two columns have one name, of which an object would keep the last only
 */
export function asJson({ columns, rows }: SqlAnswer): string {
  const twice = columns.find((name, index) => columns.indexOf(name) < index);
  if (twice !== undefined)
    throw new FaaslensError(
      'invalid_input',
      `Two columns are called ${visible(twice)}: give one another name with AS, or choose --csv`,
    );
  return rows
    .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i]])))}\n`)
    .join('');
}

/** RFC 4180 with a header; null is an empty cell, and what a spreadsheet would run begins with an apostrophe. */
export function asCsv({ columns, rows }: SqlAnswer): string {
  return [columns, ...rows].map(csvLine).join('');
}

function cut(text: string): string {
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}
