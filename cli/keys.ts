import { FaaslensError } from '@/core/errors';
import type { Key, KeyScope, KeySettings } from '@/core/settings/settings';
import { countOption, readWords } from './words';

const USAGE = `usage:
  faaslens keys create --scope ingest|read|admin [--name <name>] [--environment <name>] [--expires-in-days <days>]
  faaslens keys list
  faaslens keys rotate <id> [--valid-hours <hours>]
  faaslens keys revoke <id>`;

const SCOPES: readonly KeyScope[] = ['ingest', 'read', 'admin'];
const MOST_DAYS = 3650;
const MOST_HOURS = 24 * 90;

export interface KeysContext {
  readonly settings: KeySettings;
  /** Prints one line. */
  readonly print: (line: string) => void;
}

/**
 * Runs the verb `keys` with the words after it.
 * @throws FaaslensError with the fix when the words make no sense or there is no such key
 */
export async function runKeys(argv: readonly string[], { settings, print }: KeysContext): Promise<void> {
  const { verb, id, ...options } = parse(argv);
  if (verb === 'create') await create(settings, print, options);
  else if (verb === 'list') list(await settings.listKeys(), print);
  else if (verb === 'rotate') await rotate(settings, print, id, options['valid-hours']);
  else await revoke(settings, print, id);
}

function parse(argv: readonly string[]) {
  const { values, positionals } = readWords(
    argv,
    {
      scope: { type: 'string' },
      name: { type: 'string' },
      environment: { type: 'string' },
      'expires-in-days': { type: 'string' },
      'valid-hours': { type: 'string' },
    },
    USAGE,
  );
  const [verb, id, ...rest] = positionals;
  const takesId = verb === 'revoke' || verb === 'rotate';
  const known = verb === 'create' || verb === 'list' || takesId;
  if (known && rest.length === 0 && (id === undefined || takesId)) return { verb, id, ...values };
  throw new FaaslensError('invalid_input', USAGE);
}

async function create(
  settings: KeySettings,
  print: KeysContext['print'],
  given: { scope?: string; name?: string; environment?: string; 'expires-in-days'?: string },
): Promise<void> {
  const scope = SCOPES.find((known) => known === given.scope);
  if (scope === undefined) {
    throw new FaaslensError(
      'invalid_input',
      `--scope must be ingest (for functions that send), read (for tools that look) or admin (everything)\n${USAGE}`,
    );
  }
  const days = given['expires-in-days'];
  const { key, secret } = await settings.createKey({
    scope,
    name: given.name ?? `${scope} key`,
    environment: given.environment ?? null,
    expiresInDays: days === undefined ? null : countOption('expires-in-days', days, MOST_DAYS),
  });
  show(key, secret, print);
}

async function rotate(
  settings: KeySettings,
  print: KeysContext['print'],
  id: string | undefined,
  hours: string | undefined,
): Promise<void> {
  if (id === undefined)
    throw new FaaslensError('invalid_input', `Name the key's id, as in the list.\n${USAGE}`);
  const { key, secret, old } = await settings.rotateKey(
    id,
    hours === undefined ? {} : { validHours: countOption('valid-hours', hours, MOST_HOURS, 0) },
  );
  show(key, secret, print);
  print(`Key ${old.id} is valid beside it until ${time(old.expiresAt ?? 0)}.`);
}

function show(key: Key, secret: string, print: KeysContext['print']): void {
  print(`Key ${key.id} (${key.scope}, "${key.name}"). Keep this secret now, it is not shown again:`);
  print('');
  print(`  ${secret}`);
  print('');
  if (key.scope === 'ingest') {
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
    ['ID', 'SCOPE', 'NAME', 'BEGINS AND ENDS', 'ENVIRONMENT', 'CREATED', 'LAST USED', 'STATE'],
    ...keys.map((key) => [
      key.id,
      key.scope,
      key.name,
      `${key.prefix}...${key.checksum}`,
      key.environment === null ? 'all' : key.environment || '(none)',
      time(key.createdAt),
      key.lastUsedAt === null ? 'never' : time(key.lastUsedAt),
      stateOf(key, Date.now()),
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

function stateOf({ revokedAt, expiresAt }: Key, nowMs: number): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'valid';
  return expiresAt > nowMs ? `valid until ${time(expiresAt)}` : 'expired';
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
