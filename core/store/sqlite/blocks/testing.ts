import type Database from 'better-sqlite3';
import { openDatabase } from '../../../database/open';
import type { LogRecord, Span } from '../../../model/telemetry';
import { lambda, log, MS, span as spanOf, T0_NS } from '../../contract/fixtures';
import type { BlockContent } from '../block/block';
import { temporaryDatabase } from '../temporary-database';
import { type BlockSearch, prepareBlockSearch } from './block-search';
import { type BlockStore, type BlockStoreOptions, createBlockStore } from './block-store';
import { tokensOf, traceToken } from './tokens';

export interface OpenBlocks {
  readonly db: Database.Database;
  readonly databaseFile: string;
  readonly store: BlockStore;
  readonly search: BlockSearch;
  /** Appends in a transaction of its own. */
  write(content: BlockContent): void;
}

/** Runs a test on an empty database; `reopen` makes a second store of the same file on the same connection. */
export function withBlocks(
  options: BlockStoreOptions,
  use: (blocks: OpenBlocks, reopen: () => BlockStore) => void,
): void {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  db.pragma('synchronous = OFF');
  const store = createBlockStore(db, options);
  const write = db.transaction((content: BlockContent) => {
    store.refresh();
    store.append(content);
  });
  try {
    use({ db, databaseFile, store, search: prepareBlockSearch(db), write: write.immediate }, () =>
      createBlockStore(db, options),
    );
  } finally {
    db.close();
    remove();
  }
}

/** A trace id, different for different numbers. */
export function traceId(number: number): string {
  return `1${number.toString(16).padStart(31, '0')}`;
}

export function spanId(number: number): string {
  return `1${number.toString(16).padStart(15, '0')}`;
}

/** The trace of this number as so many spans and a log record, with values that no other trace has. */
export function traceContent(number: number, spans = 2): { spans: Span[]; logs: LogRecord[] } {
  const id = traceId(number);
  const startNs = T0_NS + BigInt(number) * MS;
  const resource = lambda(`service-${number % 5}`);
  return {
    spans: Array.from({ length: spans }, (_, index) =>
      spanOf({
        traceId: id,
        spanId: spanId(number * 1000 + index),
        startNs,
        resource,
        attributes: { 'request.id': `request-${number}-${index}`, 'http.method': 'GET' },
      }),
    ),
    logs: [log({ traceId: id, timeNs: startNs, body: `Order order${number} was placed`, resource })],
  };
}

/** A log record without a trace. */
export function looseLog(number: number): LogRecord {
  return log({ timeNs: T0_NS + BigInt(number) * MS, body: `loose${number} line`, attributes: { number } });
}

/** Maintains until nothing is left to do. */
export function tidy(store: BlockStore): void {
  while (store.maintain(1000));
}

/**
 * How many questions do not lead to a block that holds what they ask for, over all contents (one trace or one record
 * each): by its trace, by its record, and every so many contents by each token; a span or record that is in two blocks
 * counts too.
 */
export function notFound(
  { search }: Pick<OpenBlocks, 'search'>,
  store: BlockStore,
  contents: readonly BlockContent[],
  everyNth = 1,
): number {
  const held = new Map<number, Set<string>>();
  const holds = (id: number, name: string): boolean => {
    const names = held.get(id) ?? namesIn(store, id);
    held.set(id, names);
    return names.has(name);
  };
  let missing = 0;
  for (const [index, content] of contents.entries()) {
    const names = [...content.spans.map(nameOfSpan), ...content.logs.map(nameOfLog)];
    const ask = (ids: readonly number[], wanted = names): void => {
      if (!wanted.every((name) => ids.filter((id) => holds(id, name)).length === 1)) missing += 1;
    };
    const tokens = index % everyNth === 0 ? tokensOf(content) : [];
    for (const token of tokens) ask(search.find({ tokens: [token] }).map(({ id }) => id));
    const [first] = content.spans;
    if (first) {
      ask(store.blocksOfTrace(first.traceId));
      ask(search.find({ keys: [traceToken(first.traceId)] }).map(({ id }) => id));
    }
    for (const record of content.logs) ask(store.blocksOfLog(record), [nameOfLog(record)]);
  }
  return missing;
}

function namesIn(store: BlockStore, id: number): Set<string> {
  const block = store.load(id);
  const names = new Set<string>();
  for (let at = 0; at < block.spanCount; at += 1) names.add(nameOfSpan(block.spanAt(at)));
  for (let at = 0; at < block.logCount; at += 1) names.add(nameOfLog(block.logAt(at)));
  return names;
}

const nameOfSpan = (span: Span): string => `${span.traceId} ${span.spanId}`;
const nameOfLog = (record: LogRecord): string => record.body;
