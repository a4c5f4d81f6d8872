// node front.mjs <data folder> [--setting=value ...]: ClickHouse's HTTP interface in front of one engine inside this process, as far as
// `@clickhouse/client` uses it. Prints its port, and ends when its input ends. Statements run one after the other: the
// engine has one session, whose database and parameters each request sets.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Session } from 'chdb';

const [folder, ...connectionArgs] = process.argv.slice(2);
const session = new Session(folder, { connectionArgs });
// What the HTTP interface takes itself; all else are settings.
const RESERVED = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'default_format',
  'role',
  'wait_end_of_query',
]);
const FORMAT = /\s+FORMAT\s+(\w+)\s*;?\s*$/i;
const INSERT = /^\s*INSERT\s+INTO\s+(`?[\w.]+`?)\s*(?:\(([^)]*)\))?\s*FORMAT\s+(\w+)\s*$/i;

/** The end of the statements that were given so far. */
let before = Promise.resolve();
let unavailable = false;
/** The database that the session uses. */
let used = '';

const server = createServer(async (request, response) => {
  const address = new URL(request.url ?? '/', 'http://engine');
  if (address.pathname === '/ping') return response.end('Ok.\n');
  // For tests of an engine that is away: `/away?on=1`.
  if (address.pathname === '/away') {
    unavailable = address.searchParams.get('on') === '1';
    return response.end();
  }
  if (unavailable)
    return fail(response, 'Code: 242. DB::Exception: the engine is away. (TABLE_IS_READ_ONLY)');
  try {
    // A client that dies while it sends has asked for nothing.
    const body = await bodyOf(request);
    const run = before.then(() => answer(address.searchParams, body));
    before = run.catch(() => {});
    const { bytes, format } = await run;
    response.setHeader('X-ClickHouse-Query-Id', address.searchParams.get('query_id') ?? '');
    response.setHeader('X-ClickHouse-Format', format);
    response.setHeader('X-ClickHouse-Summary', '{}');
    response.end(bytes);
  } catch (error) {
    fail(response, String(error?.message ?? error));
  }
});

function fail(response, message) {
  const code = /Code: (\d+)/.exec(message)?.[1] ?? '1000';
  response.statusCode = 500;
  response.setHeader('X-ClickHouse-Exception-Code', code);
  response.end(message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message}`);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

async function answer(parameters, body) {
  const database = parameters.get('database');
  if (database && database !== used) {
    await session.queryAsync(`USE \`${database}\``);
    used = database;
  }
  const inAddress = parameters.get('query');
  const insert = INSERT.exec(inAddress ?? '');
  if (insert) {
    const [, table = '', columns, format] = insert;
    const values = body.length === 0 ? null : body;
    if (values !== null)
      await session.insert({
        table: table.includes('.') || !database ? table : `${database}.${table}`,
        format,
        values,
        ...(columns && { columns: columns.split(',').map((name) => name.trim().replaceAll('`', '')) }),
      });
    return { bytes: Buffer.alloc(0), format: 'TabSeparated' };
  }
  const text = [inAddress, body.toString()].filter((part) => part).join('\n');
  const format = FORMAT.exec(text)?.[1] ?? 'TabSeparated';
  const statement = text.replace(FORMAT, '');
  await bind(parameters);
  const settings = [...parameters].filter(([name]) => !RESERVED.has(name) && !name.startsWith('param_'));
  const isRead = /^\s*(?:SELECT|WITH)\b/i.test(statement);
  const suffix =
    isRead && settings.length > 0
      ? `\nSETTINGS ${settings.map(([name, value]) => `${name} = ${literal(value)}`).join(', ')}`
      : '';
  const result = await session.queryAsync(statement + suffix, { format });
  return { bytes: Buffer.from(result.bytes()), format };
}

/** The client sends values escaped as in tab-separated text, which is how the engine reads a parameter that was set. */
async function bind(parameters) {
  const values = [...parameters].filter(([name]) => name.startsWith('param_'));
  if (values.length === 0) return;
  await session.queryAsync(`SET ${values.map(([name, value]) => `${name} = ${literal(value)}`).join(', ')}`);
}

function literal(value) {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume();
process.stdin.on('end', () => {
  session.close();
  process.exit(0);
});
