import { dayOfPart } from '../days';

/**
 * The statement with `invocation AS i` and `error AS e` replaced by the elements of the traces' arrays: only of those
 * columns that it names (`i.outcome`), because every array that is unfolded is read. For people who write SQL there are
 * views of the same names, with all columns.
 */
export function withRows(statement: string): string {
  return statement
    .replaceAll('invocation AS i', () => rows(statement, 'i', 'inv'))
    .replaceAll('error AS e', () => rows(statement, 'e', 'err'));
}

/** Of the trace itself. */
const PLAIN: Readonly<Record<string, string>> = { trace_id: 'trace_id', day: `${dayOfPart()} AS day` };

function rows(statement: string, alias: string, prefix: string): string {
  const named = new Set(
    Array.from(statement.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g')), ([, name = '']) => name),
  );
  named.add('trace_id');
  const plain = Object.keys(PLAIN).flatMap((name) => (named.delete(name) ? (PLAIN[name] ?? []) : []));
  // Something must be unfolded, or a trace would count once.
  if (named.size === 0) named.add('span_id');
  const columns = [...named];
  const joined = columns.map((name) => `\`${prefix}.${name}\` AS \`${alias}_${name}\``);
  const chosen = columns.map((name) => `\`${alias}_${name}\` AS \`${name}\``);
  return `(SELECT ${[...plain, ...chosen].join(', ')} FROM trace FINAL ARRAY JOIN ${joined.join(', ')}) AS ${alias}`;
}
