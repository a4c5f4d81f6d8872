import { parseArgs } from 'node:util';
import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { Key, KeyScope, KeySettings } from '@/core/settings/settings';

const USAGE = `usage:
  faaslens keys create --scope ingest|read|admin [--name <name>]
  faaslens keys list
  faaslens keys revoke <id>`;

const SCOPES: readonly KeyScope[] = ['ingest', 'read', 'admin'];

export interface KeysContext {
  readonly settings: KeySettings;
  /** Prints one line. */
  readonly print: (line: string) => void;
}

/**
 * Runs the verb `keys` with the words after it. Output goes to `print`; what the user did wrong is one line that says
 * how to do it.
 * @returns the exit code: 0, or 1 when the words make no sense or the key does not exist
 */
export async function runKeys(argv: readonly string[], { settings, print }: KeysContext): Promise<number> {
  try {
    const { verb, id, scope, name } = parse(argv);
    if (verb === 'create') await create(settings, print, scope, name);
    else if (verb === 'list') list(await settings.listKeys(), print);
    else await revoke(settings, print, id);
    return 0;
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    for (const line of error.message.split('\n')) print(line);
    return 1;
  }
}

function parse(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { scope: { type: 'string' }, name: { type: 'string' } },
    });
    const [verb, id, ...rest] = positionals;
    const known = verb === 'create' || verb === 'list' || verb === 'revoke';
    if (known && rest.length === 0 && (id === undefined || verb === 'revoke')) return { verb, id, ...values };
  } catch (cause) {
    throw new FaaslensError('invalid_input', `${cause instanceof Error ? cause.message : ''}\n${USAGE}`, {
      cause,
    });
  }
  throw new FaaslensError('invalid_input', USAGE);
}

async function create(
  settings: KeySettings,
  print: KeysContext['print'],
  scopeText: string | undefined,
  name: string | undefined,
): Promise<void> {
  const scope = SCOPES.find((known) => known === scopeText);
  if (scope === undefined) {
    throw new FaaslensError(
      'invalid_input',
      `--scope must be ingest (for functions that send), read (for people and tools that look) or admin (everything)\n${USAGE}`,
    );
  }
  const { key, secret } = await settings.createKey({ scope, name: name ?? `${scope} key` });
  print(`Key ${key.id} (${key.scope}, "${key.name}"). Keep this secret now, it is not shown again:`);
  print('');
  print(`  ${secret}`);
  print('');
  if (scope === 'ingest') {
    print('Functions send it with:');
    print(`  OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20${secret}"`);
  }
}

async function revoke(
  settings: KeySettings,
  print: KeysContext['print'],
  id: string | undefined,
): Promise<void> {
  if (id === undefined)
    throw new FaaslensError('invalid_input', `Name the key's id, as in the list.\n${USAGE}`);
  const keys = await settings.listKeys();
  if (!keys.some((key) => key.id === id)) {
    throw new FaaslensError('not_found', `There is no key ${id}. "faaslens keys list" shows the ids.`);
  }
  const key = await settings.revokeKey(id);
  print(`Key ${key.id} ("${key.name}") is revoked: it opens nothing any more.`);
}

function list(keys: readonly Key[], print: KeysContext['print']): void {
  if (keys.length === 0) {
    print('There are no keys yet. Make one: faaslens keys create --scope ingest');
    return;
  }
  const rows = [
    ['ID', 'SCOPE', 'NAME', 'BEGINS WITH', 'CREATED', 'LAST USED', 'STATE'],
    ...keys.map((key) => [
      key.id,
      key.scope,
      key.name,
      key.prefix,
      time(key.createdAt),
      key.lastUsedAt === null ? 'never' : time(key.lastUsedAt),
      key.revokedAt === null ? 'valid' : 'revoked',
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
