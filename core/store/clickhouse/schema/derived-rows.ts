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

function rows(statement: string, alias: string, prefix: string): string {
  const named = new Set(
    Array.from(statement.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g')), ([, name = '']) => name),
  );
  named.delete('trace_id');
  // Something must be unfolded, or a trace would count once.
  if (named.size === 0) named.add('span_id');
  const columns = [...named];
  const joined = columns.map((name) => `\`${prefix}.${name}\` AS \`${alias}_${name}\``);
  const chosen = columns.map((name) => `\`${alias}_${name}\` AS \`${name}\``);
  return `(SELECT trace_id, ${chosen.join(', ')} FROM trace FINAL ARRAY JOIN ${joined.join(', ')}) AS ${alias}`;
}
