import type Database from 'better-sqlite3';
import { ErrorChanges } from '../../../model/errors/changes';
import { mayBeError } from '../../../model/errors/from-log';
import { reportsError } from '../../../model/errors/from-span';
import {
  NOTHING_SEEN,
  type Seen,
  type Sighting,
  withNewest,
  withSightings,
} from '../../../model/errors/seen';
import type { TraceError } from '../../../model/errors/trace-errors';
import { OUTCOMES } from '../../../model/invocation';
import type { Block } from '../block/block';
import { prepareBlockSearch } from '../blocks/block-search';
import type { BlockStore } from '../blocks/block-store';
import { markToken } from '../blocks/tokens';
import { prepareInvocationLookup } from '../invocation-lookup';
import { errorLogsOf, errorsOf, errorsOfOrphan, NOTHING, type TraceState } from './failed-traces';

/** A group as it is counted. */
export interface CountedGroup {
  readonly fingerprint: string;
  readonly type: string;
  readonly count: number;
}

/**
 * Works out again what is remembered of a group's errors, of which so many were taken back that `seen` lacks some. Blocks
 * that may have such errors are read, newest first, until all errors that are counted are found: then the answer is
 * exact. Of a group too large for that only the newest ones are brought up to date.
 */
export type RebuildSeen = (group: CountedGroup, seen: Seen) => Seen;

/** About a tenth of a second. */
const MOST_BLOCKS = 64;
/** Until enough is found to be shown. */
const MOST_BLOCKS_AT_ALL = 512;
const ENOUGH = 5;
const MOST_INVOCATIONS = 200;

export function prepareRebuild(
  db: Database.Database,
  blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>,
  stateOf: (traceId: string) => TraceState,
): RebuildSeen {
  const search = prepareBlockSearch(db);
  const invocations = prepareInvocationLookup(db);
  const failed = `WHERE i.outcome <> ${OUTCOMES.indexOf('ok')} ORDER BY i.start_ns DESC LIMIT ${MOST_INVOCATIONS}`;

  /** Ids of blocks that may have errors of this type. */
  function* candidates(type: string): Generator<number> {
    const read = new Set<number>();
    for (const token of [markToken('error', type), markToken('error log', '')]) {
      for (const { id } of search.walk({ tokens: [token] })) {
        if (read.has(id)) continue;
        read.add(id);
        yield id;
      }
    }
  }

  return ({ fingerprint, type, count }, seen) => {
    const found = new ErrorChanges();
    const known = new Set<string>();
    let total = 0;
    const add = (errors: readonly TraceError[]): void => {
      const own = errors.filter((error) => error.fingerprint === fingerprint);
      total += own.length;
      if (own.length > 0) found.add([], own);
    };
    const addTrace = (traceId: string): void => {
      if (known.has(traceId)) return;
      known.add(traceId);
      add(errorsOf(stateOf(traceId), errorLogsOf(traceId, blocks) ?? []));
    };

    for (const record of invocations.select(failed, [])) {
      if (record.source === 'platform') add(errorsOfOrphan(record));
      else if (total < count) addTrace(record.trace_id.toString('hex'));
    }
    let read = 0;
    for (const id of candidates(type)) {
      if (total >= count || read >= (total < ENOUGH ? MOST_BLOCKS_AT_ALL : MOST_BLOCKS)) break;
      read += 1;
      const block = blocks.load(id);
      for (const traceId of failedIn(block)) addTrace(traceId);
      for (const log of aloneIn(block)) add(errorsOf(NOTHING, [log]));
    }
    const sightings = found.all().flatMap(({ come }): readonly Sighting[] => come);
    return total === count ? withSightings(NOTHING_SEEN, sightings) : withNewest(seen, sightings);
  };
}

function* failedIn(block: Block): Generator<string> {
  for (let index = 0; index < block.spanCount; index += 1) {
    const span = block.spanAt(index);
    if (reportsError(span)) yield span.traceId;
  }
  for (let index = 0; index < block.logCount; index += 1) {
    const log = block.logAt(index);
    if (log.traceId !== null && mayBeError(log)) yield log.traceId;
  }
}

function* aloneIn(block: Block) {
  for (let index = 0; index < block.logCount; index += 1) {
    const log = block.logAt(index);
    if (log.traceId === null && mayBeError(log)) yield log;
  }
}
