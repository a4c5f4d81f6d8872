import { parentPort, workerData } from 'node:worker_threads';
import { type FaaslensError, isFaaslensError } from '@/core/errors';
import { openSql, type SqlAnswer, type StorePlace } from '@/core/store/index';

export interface QueryQuestion extends StorePlace {
  readonly sql: string;
  readonly limit: number;
}

export type QueryOutcome =
  | { readonly answer: SqlAnswer }
  | { readonly code: FaaslensError['code']; readonly message: string };

const { sql, limit, ...place }: QueryQuestion = workerData;

/** A thread of its own for one statement, so that it can be given up. */
async function run(): Promise<QueryOutcome> {
  try {
    const session = await openSql(place);
    try {
      return { answer: session.query(sql, limit) };
    } finally {
      session.close();
    }
  } catch (error) {
    if (isFaaslensError(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

parentPort?.postMessage(await run());
