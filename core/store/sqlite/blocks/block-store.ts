import type Database from 'better-sqlite3';
import type { LogRecord } from '../../../model/telemetry';
import type { Block, BlockContent } from '../block/block';
import { createBlockIndex } from './block-index';
import { prepareBlockLoader } from './block-loader';
import { type BlockPast, prepareBlockRows } from './block-rows';
import { type EncodedPiece, encodePiece } from './encoded-piece';
import { type Examination, prepareExamination } from './examination';
import { KEY_FAN_OUT } from './key-merge';
import { prepareKeyRuns } from './key-runs';
import type { LiveBlock } from './live-blocks';
import { prepareMaintenance } from './maintenance';
import { prepareOldBlocks, type RemovedBlocks } from './old-blocks';
import { PIECE_LIMITS, piecesOf } from './pieces';

/** The writer's side of the blocks: one per database file, on the connection that writes it. */
export interface BlockStore extends Examination {
  /**
   * To be called at the start of every write transaction: notices that another connection wrote blocks, and answers
   * whether one may have. Costs a few microseconds.
   */
  refresh(): boolean;
  /**
   * Stores spans and log records inside the caller's transaction: blocks, what is known of them and their tokens.
   * Ids and times must be such as `encodeBlock` takes. Answers how many blocks were made; none for empty content.
   */
  append(content: BlockContent): number;
  /** The same with content that is cut and encoded already; `opened`: the same pieces. */
  appendEncoded(pieces: readonly EncodedPiece[], opened: readonly Block[]): number;
  /** Ids of all blocks that may hold spans or log records of the trace, each once; usually none for a new trace. */
  blocksOfTrace(traceId: string): readonly number[];
  /** Ids of all blocks that may hold log records of the trace for which `mayBeError` holds; usually none. */
  blocksOfErrorLogs(traceId: string): readonly number[];
  /**
   * Ids of all blocks that may hold a record equal to this one; those they hold must be compared in full. For a record of
   * a trace these are blocks of the trace whose records' times span this one's.
   */
  blocksOfLog(log: LogRecord): readonly number[];
  /** A stored block; the last used ones are kept open. Throws FaaslensError `unavailable` when it is damaged or missing. */
  load(id: number): Block;
  /**
   * Merges small blocks, seals full groups and gives free pages back, in transactions of its own, each short, until
   * nothing is left or the budget (milliseconds) is used up; a step that was started is finished, which takes a few
   * milliseconds. Answers whether more is to do. Must not be called inside a transaction. Under steady load it has to get
   * about a tenth of the time, and more where `backlog` says so: the blocks that no group has yet are what look-ups scan.
   */
  maintain(budgetMs: number): boolean;
  /** How many blocks no group has yet, in what a busy store may have of them: 1 is four groups. */
  backlog(): number;
  /**
   * Removes some of the blocks whose last record is before a time, and what finds them, in a transaction of its own;
   * answers whether there may be more. Must not be called inside a transaction.
   */
  removeBefore(timeNs: bigint): boolean;
  /**
   * Puts other content in the place of blocks, in a transaction of its own or inside the caller's; they are to be looked
   * at again at that time, or when the others were. The caller must not have been overtaken since it read them: `refresh` answers false.
   */
  replace(
    blocks: readonly { readonly id: number; readonly content: BlockContent }[],
    examineNs?: bigint,
  ): void;
  /** When the last record of that block is whose last record is the oldest; null without blocks. */
  oldestEndNs(): bigint | null;
  /** To be called when the caller's transaction failed: what was appended in it is forgotten. */
  rolledBack(): void;
}

export interface BlockStoreOptions {
  /** Blocks of a group; 256 unless told, as tests do. */
  readonly groupSize?: number;
  /** Rows (spans and log records) that a block should hold; 1,600 unless told, as tests do. */
  readonly blockRows?: number;
  /** How many runs of keys of each level are merged; as tests set it. */
  readonly keyFanOut?: readonly number[];
  /** A clock in milliseconds, for the budget. */
  readonly now?: () => number;
}

/** Small blocks that were just committed, and full ones of a group that is not sealed yet. */
const BACKLOG_GROUPS = 4;

export function createBlockStore(db: Database.Database, options: BlockStoreOptions = {}): BlockStore {
  const { groupSize = 256, keyFanOut = KEY_FAN_OUT, now = () => performance.now() } = options;
  const limits = { ...PIECE_LIMITS, rows: options.blockRows ?? PIECE_LIMITS.rows };
  const rows = prepareBlockRows(db, limits);
  const keyRuns = prepareKeyRuns(db);
  const index = createBlockIndex(db, rows, keyRuns);
  const loader = prepareBlockLoader(db);

  const insert = (content: BlockContent, past?: BlockPast): LiveBlock[] => {
    const made = [];
    for (const piece of piecesOf(content, limits)) made.push(rows.insert(encodePiece(piece), past));
    return made;
  };
  const maintenance = prepareMaintenance(db, {
    ...{ index, rows, loader, limits, groupSize, keyRuns, keyFanOut },
  });

  const oldBlocks = prepareOldBlocks(db, rows);
  const examination = prepareExamination(db);
  const removeFilter = db.transaction(() => oldBlocks.removeFilter());

  const refresh = (): boolean => {
    if (!index.refresh()) return false;
    loader.clear();
    maintenance.startAgain();
    return true;
  };

  const append = (made: readonly LiveBlock[]): number => {
    index.add(made);
    return made.length;
  };

  return {
    refresh,
    append: (content) => append(insert(content)),
    appendEncoded(pieces, opened) {
      const made = pieces.map((piece) => rows.insert(piece));
      for (const [at, { id }] of made.entries()) {
        const block = opened[at];
        if (block) loader.adopt(id, block, pieces[at]?.data.length ?? 0);
      }
      return append(made);
    },
    blocksOfTrace: index.blocksOfTrace,
    blocksOfErrorLogs: index.blocksOfErrorLogs,
    blocksOfLog: index.blocksOfLog,
    load: loader.load,
    maintain(budgetMs) {
      const end = now() + budgetMs;
      refresh();
      while (maintenance.step()) if (now() >= end) return true;
      return false;
    },
    backlog: () => index.liveCount() / (BACKLOG_GROUPS * groupSize),
    removeBefore(timeNs) {
      refresh();
      let removed: RemovedBlocks = { ids: [], closedGroup: false };
      index.commit(
        () => oldBlocks.remove(timeNs),
        (done) => {
          removed = done;
          index.replace(done.ids, []);
        },
      );
      if (removed.ids.length === 0) return removeFilter.immediate();
      // One that is sealed just now may have lost a member.
      maintenance.startAgain();
      if (removed.closedGroup) index.forget();
      return true;
    },
    ...examination,
    replace(blocks, examineNs) {
      let removed: RemovedBlocks = { ids: [], closedGroup: false };
      index.commit(
        () => {
          const made = blocks.flatMap(({ id, content }) => {
            const past = rows.pastOf([id]);
            return insert(content, { ...past, ...(examineNs !== undefined && { examineNs }) });
          });
          removed = oldBlocks.removeThese(blocks.map(({ id }) => id));
          return made;
        },
        (made) => index.replace(removed.ids, made),
      );
      maintenance.startAgain();
      if (removed.closedGroup) index.forget();
    },
    oldestEndNs: oldBlocks.oldestEndNs,
    rolledBack() {
      index.forget();
      // An id that was given in the failed transaction is given again.
      loader.clear();
    },
  };
}
