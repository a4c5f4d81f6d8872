import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { freshLogs } from '@/core/model/logs/fresh';
import { parseLogSearch } from '@/core/model/logs/search';
import { openReader } from '@/core/store/index';
import type { LogArrivals, LogRow, TelemetryReader } from '@/core/store/store';
import { readWords } from '../words';
import { invocationLine, logLine } from './lines';
import { createUnseen, type Window } from './unseen';

const USAGE = `usage:
  faaslens tail [--errors] [--function <name>]        invocations as they come
  faaslens tail --logs [--function <name>] [<words>]  log lines as they come; words must all be in the line, @key:value is an attribute`;

/** Invocations that come later than this after their time are not shown. */
const WINDOW_MS = 60_000;
const PAUSE_MS = 1000;
const MOST_AT_ONCE = 2000;

/** `faaslens tail`: prints what arrives until it is interrupted, beginning with the last minute. */
export async function tail(argv: readonly string[], config: Config): Promise<number> {
  const { values, positionals } = readWords(
    argv,
    { errors: { type: 'boolean' }, logs: { type: 'boolean' }, function: { type: 'string' } },
    USAGE,
  );
  if (values.errors && values.logs)
    throw new FaaslensError('invalid_input', `--errors is about invocations\n${USAGE}`);
  if (!values.logs && positionals.length > 0) throw new FaaslensError('invalid_input', USAGE);
  const reader = await openReader(config);
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  try {
    const functionId = await functionNamed(reader, values.function);
    const next = values.logs
      ? logLines(reader, functionId, positionals.join(' '))
      : invocationLines(reader, functionId, values.errors ?? false);
    while (!ended.signal.aborted) {
      const now = Date.now();
      for (const line of await next({ fromMs: now - WINDOW_MS, toMs: now + WINDOW_MS })) console.log(line);
      await wait(PAUSE_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
    return 0;
  } finally {
    await reader.close();
  }
}

type NextLines = (window: Window) => Promise<readonly string[]>;

function invocationLines(reader: TelemetryReader, functionId: string | null, errorsOnly: boolean): NextLines {
  const unseen = createUnseen({
    read: (range, page) => reader.invocations({ range, ...page, ...(functionId !== null && { functionId }) }),
    keyOf: ({ traceId, spanId }) => traceId + spanId,
    timeOf: ({ startTime }) => startTime,
  });
  return async (window) => {
    const { items, isCut } = await unseen(window);
    return withNote(
      items.filter(({ outcome }) => !errorsOnly || outcome !== 'ok').map(invocationLine),
      isCut,
    );
  };
}

/** Whatever is stored from now on, however late, after the lines of the last minute. */
function logLines(reader: TelemetryReader, functionId: string | null, typed: string): NextLines {
  const { words, attributes } = parseLogSearch(typed);
  const filters = {
    ...(functionId !== null && { functionId }),
    ...(words !== undefined && { q: words }),
    ...(attributes.length > 0 && { attributes }),
  };
  const fresh = freshLogs<LogRow>();
  let cursor: string | null = null;
  return async (range) => {
    const rows: LogRow[] = [];
    if (cursor === null) {
      ({ cursor } = await reader.logArrivals({ after: null, limit: 1 }));
      const { items } = await reader.logs({ range, limit: MOST_AT_ONCE, ...filters });
      rows.push(...items.toReversed());
    }
    for (let more = true; more; ) {
      const answer: LogArrivals = await reader.logArrivals({
        after: cursor,
        limit: MOST_AT_ONCE,
        ...filters,
      });
      rows.push(...answer.items);
      ({ cursor, more } = answer);
    }
    return fresh(rows).map(logLine);
  };
}

function withNote(lines: readonly string[], isCut: boolean): readonly string[] {
  return isCut ? ['... more came than can be shown: name a function', ...lines] : lines;
}

/** The id of a function by that id or its name. @throws FaaslensError `not_found` unless exactly one function has it. */
async function functionNamed(reader: TelemetryReader, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null;
  if (await reader.function(name)) return name;
  const range = { fromMs: 0, toMs: 1 };
  const { items } = await reader.functions({ range, search: name, limit: 1000 });
  const ids = items.map((item) => item.function).filter((one) => one.name === name);
  const [only, ...others] = ids;
  if (only && others.length === 0) return only.id;
  throw new FaaslensError(
    'not_found',
    only
      ? `Several functions are called ${name}; give the id of one:\n${ids.map(({ id, environment, region }) => `  ${id}  ${environment} ${region}`).join('\n')}`
      : `There is no function ${name}; faaslens query "SELECT name, environment FROM function" names those there are`,
  );
}
