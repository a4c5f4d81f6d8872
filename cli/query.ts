import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { SqlAnswer } from '@/core/store/index';
import { asCsv, asJson, asTable } from './query-text';
import type { QueryOutcome, QueryQuestion } from './query-worker';
import { countOption, onlyWord, readWords } from './words';

const USAGE = `usage:
  faaslens query "<SELECT ...>" [--json|--csv] [--limit <rows>] [--timeout <seconds>]
A minus instead of the statement reads it from the standard input. Tables: span, log, invocation, trace, function, ...`;

const MOST_ROWS = 10_000;
const MOST_SECONDS = 3600;

/** `faaslens query`: one reading statement, stopped at its deadline. Rows go to stdout, all else to stderr. */
export async function query(
  argv: readonly string[],
  { databaseFile, clickhouse, distDir }: Config,
): Promise<number> {
  const { values, positionals } = readWords(
    argv,
    {
      json: { type: 'boolean' },
      csv: { type: 'boolean' },
      limit: { type: 'string', default: '1000' },
      timeout: { type: 'string', default: '30' },
    },
    USAGE,
  );
  if (values.json && values.csv) throw new FaaslensError('invalid_input', 'Choose one: --json or --csv');
  const word = onlyWord(positionals, USAGE);
  const question = {
    databaseFile,
    clickhouse,
    sql: word === '-' ? readFileSync(0, 'utf8') : word,
    limit: countOption('limit', values.limit, MOST_ROWS),
  };
  const seconds = countOption('timeout', values.timeout, MOST_SECONDS);
  const answer = await ask(join(distDir, 'query-worker.js'), question, seconds);
  const write = values.json ? asJson : values.csv ? asCsv : asTable;
  process.stdout.write(write(answer));
  if (answer.truncated)
    console.error(`faaslens: there are more rows than these ${answer.rows.length}: raise --limit`);
  return 0;
}

/**
 * Runs the statement in a thread: nothing else can stop it.
 * @throws FaaslensError as SqlSession does, and `timeout` after so many seconds.
 */
async function ask(workerFile: string, question: QueryQuestion, seconds: number): Promise<SqlAnswer> {
  const worker = new Worker(workerFile, { workerData: question });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new FaaslensError(
          'timeout',
          `The statement did not finish within ${seconds} s. Name a time range or a trace, or give it longer: --timeout <seconds>`,
        ),
      );
    }, seconds * 1000);
  });
  try {
    const outcome = await Promise.race([once<QueryOutcome>(worker), late]);
    if ('answer' in outcome) return outcome.answer;
    throw new FaaslensError(outcome.code, outcome.message);
  } finally {
    clearTimeout(timer);
    // Not awaited: it cannot end before a statement that runs does, and the process need not wait for that.
    worker.unref();
  }
}

function once<Message>(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
