import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { parseInstant } from '@/core/model/time-range';
import type { Deletion, DeletionQuery, Deletions } from '@/core/store/deletions';
import { openDeletions } from '@/core/store/index';
import { readWords } from './words';

const USAGE = `usage:
  faaslens delete --trace <id> [--yes]
  faaslens delete --from <time> --to <time> [--function <id> | --attribute <key>=<value>] [--yes]
Times are now, now-7d or 2026-03-01T00:00:00Z. Without --yes it only says what would be deleted.`;
const OPTIONS = {
  trace: { type: 'string' },
  function: { type: 'string' },
  attribute: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  yes: { type: 'boolean' },
} as const;
const WAIT_MS = 120_000;
const LOOK_MS = 500;

export interface DeleteContext {
  readonly deletions: Deletions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Prints one line. */
  readonly print: (line: string) => void;
  /** How long to wait for the service to do it. */
  readonly waitMs?: number;
}

/** `faaslens delete`: says what would be deleted; with --yes has the running service delete it, and waits for that. */
export async function deleteTelemetry(argv: readonly string[], config: Config): Promise<number> {
  const deletions = await openDeletions(config);
  try {
    return await runDelete(argv, { deletions, now: Date.now, print: (line) => console.log(line) });
  } finally {
    await deletions.close();
  }
}

/** @throws FaaslensError `invalid_input` with the usage for words that make no sense */
export async function runDelete(argv: readonly string[], context: DeleteContext): Promise<number> {
  const { deletions, now, print, waitMs = WAIT_MS } = context;
  const { query, isSure } = parse(argv, now());
  const { traces, looseLogs, exact } = await deletions.preview(query);
  print(
    `${exact ? '' : 'At least '}${traces} traces, with all that is in them, and ${looseLogs} log lines without a trace.`,
  );
  if (!isSure) {
    print('Nothing was deleted. Run it again with --yes to delete: that cannot be undone.');
    return 0;
  }
  const { id } = await deletions.request(query);
  const end = now() + waitMs;
  for (;;) {
    const found = (await deletions.list()).find((one) => one.id === id);
    if (found?.state === 'done') {
      print(doneText(found));
      return 0;
    }
    if (now() >= end) {
      print('Requested. The service deletes it as soon as it runs and has time.');
      return 0;
    }
    await delay(LOOK_MS);
  }
}

function doneText({ traces, invocations, looseLogs }: Deletion): string {
  return `Deleted: ${traces} traces, ${invocations} invocations, ${looseLogs} log lines without a trace.`;
}

function parse(argv: readonly string[], nowMs: number): { query: DeletionQuery; isSure: boolean } {
  const { values: given, positionals } = readWords(argv, OPTIONS, USAGE);
  if (positionals.length > 0) throw new FaaslensError('invalid_input', USAGE);
  const time = (name: 'from' | 'to'): number => {
    const ms = parseInstant(given[name] ?? '', nowMs);
    if (ms === null) throw new FaaslensError('invalid_input', `--${name}: must be a time\n${USAGE}`);
    return ms;
  };
  const isSure = given.yes ?? false;
  if (given.trace !== undefined) {
    if (!/^[0-9a-f]{32}$/.test(given.trace))
      throw new FaaslensError('invalid_input', `--trace: must be 32 hex digits\n${USAGE}`);
    return { query: { range: { fromMs: 0, toMs: 1 }, traceId: given.trace }, isSure };
  }
  const [key = '', ...value] = (given.attribute ?? '').split('=');
  if (given.attribute !== undefined && (key === '' || value.join('=') === ''))
    throw new FaaslensError('invalid_input', `--attribute: must be <key>=<value>\n${USAGE}`);
  return {
    query: {
      range: { fromMs: time('from'), toMs: time('to') },
      ...(given.function !== undefined && { functionId: given.function }),
      ...(given.attribute !== undefined && { attribute: { key, value: value.join('=') } }),
    },
    isSure,
  };
}
