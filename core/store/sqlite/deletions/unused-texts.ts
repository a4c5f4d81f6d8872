import type Database from 'better-sqlite3';
import type { Interned, TextTable } from '../text-table';

/**
 * Removes the texts that no row refers to any more, however many rows there are: it looks at some of them at a time,
 * the newest first, and ends as soon as each text is known to be needed.
 */
export interface UnusedTexts {
  /** Does one piece of work; answers whether there may be more, after which the next one begins anew. Not inside a transaction. */
  step(): boolean;
}

/** A few milliseconds of reading. */
const ROWS_AT_ONCE = 2000;
const BEYOND_ALL = 2n ** 63n - 1n;
const BEYOND_ALL_IDS: Buffer = Buffer.alloc(17, 0xff);

type InvocationTexts = readonly [id: bigint, ...texts: Interned[]];
type TraceText = readonly [startNs: bigint, traceId: Buffer, rootName: Interned];

/** `atOnce`: so many rows or texts are one piece of work; 2000 unless told, as tests do. */
export function prepareUnusedTexts(
  db: Database.Database,
  texts: Pick<TextTable, 'doubt' | 'forget'>,
  atOnce: number = ROWS_AT_ONCE,
): UnusedTexts {
  const all = db
    .prepare<[], { last: bigint | null; texts: bigint }>(
      'SELECT max(id) AS last, count(*) AS texts FROM text',
    )
    .safeIntegers();
  const invocations = db
    .prepare<[bigint], InvocationTexts>(
      `SELECT id, version, error_type, cost_note, execution_origin FROM invocation
       WHERE id < ? ORDER BY id DESC LIMIT ${atOnce}`,
    )
    .raw()
    .safeIntegers();
  const traces = db
    .prepare<[bigint, Buffer], TraceText>(
      `SELECT start_ns, trace_id, root_name FROM trace
       WHERE (start_ns, trace_id) < (?, ?) ORDER BY start_ns DESC, trace_id DESC LIMIT ${atOnce}`,
    )
    .raw()
    .safeIntegers();
  const numbers = db
    .prepare<[bigint, bigint], bigint>(
      `SELECT id FROM text WHERE id > ? AND id <= ? ORDER BY id LIMIT ${atOnce}`,
    )
    .pluck()
    .safeIntegers();
  const remove = db.prepare<[bigint]>('DELETE FROM text WHERE id = ?');
  const removeAll = db.transaction((unused: readonly bigint[]) => {
    for (const number of unused) remove.run(number);
  });

  /** Yields after each piece of work. */
  function* sweep(): Generator<void, void> {
    const { last, texts: count } = all.get() ?? { last: null, texts: 0n };
    if (last === null) return;
    const needed = new Uint8Array(Number(last / 8n) + 1);
    const isNeeded = (number: bigint) => ((needed[Number(number >> 3n)] ?? 0) & maskOf(number)) !== 0;
    let doubtful = count;
    const need = (stored: Interned): void => {
      if (typeof stored !== 'bigint' || stored > last || isNeeded(stored)) return;
      needed[Number(stored >> 3n)] = (needed[Number(stored >> 3n)] ?? 0) | maskOf(stored);
      doubtful -= 1n;
    };
    // Rows that are written meanwhile, before or behind the place where this looks, name no text that is in doubt.
    texts.doubt((number) => number <= last && !isNeeded(number));

    for (let id = BEYOND_ALL; doubtful > 0n; ) {
      const page = invocations.all(id);
      for (const [own, ...stored] of page) {
        id = own;
        stored.forEach(need);
      }
      if (page.length < atOnce) break;
      yield;
    }
    for (let [startNs, traceId] = [BEYOND_ALL, BEYOND_ALL_IDS]; doubtful > 0n; ) {
      const page = traces.all(startNs, traceId);
      for (const [ownStart, ownId, rootName] of page) {
        [startNs, traceId] = [ownStart, ownId];
        need(rootName);
      }
      if (page.length < atOnce) break;
      yield;
    }
    for (let number = 0n; doubtful > 0n; ) {
      const page = numbers.all(number, last);
      const unused = page.filter((one) => !isNeeded(one));
      if (unused.length > 0) removeAll.immediate(unused);
      number = page.at(-1) ?? last;
      if (page.length < atOnce) break;
      yield;
    }
  }

  let sweeping: Generator<void, void> | null = null;
  const end = (): void => {
    sweeping = null;
    texts.forget();
    texts.doubt(null);
  };
  return {
    step() {
      sweeping ??= sweep();
      try {
        const isOver = sweeping.next().done === true;
        if (isOver) end();
        return !isOver;
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

const maskOf = (number: bigint): number => 1 << Number(number & 7n);
