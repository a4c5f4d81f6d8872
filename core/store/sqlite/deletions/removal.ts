import type { LogRecord, Span } from '../../../model/telemetry';
import type { DeletionCounts } from '../../deletions';
import type { Block, BlockContent } from '../block/block';
import type { BlockStore } from '../blocks/block-store';
import { logHash } from '../blocks/log-hash';
import type { ErrorWriter } from '../errors/error-writer';
import type { OrphanChange } from '../executions/orphan-change';
import type { InvocationTable, StoredRecord } from '../invocation-table';
import type { TraceChange } from '../trace-change';
import type { TraceWriter } from '../trace-writer';
import type { Doomed } from './find-doomed';
import type { Tombstones } from './tombstones';

export interface RemovalParts {
  readonly blocks: BlockStore;
  readonly spansOf: (traceId: string) => ReadonlyMap<string, Span>;
  readonly traces: Pick<TraceWriter, 'removalOf'>;
  readonly invocations: Pick<InvocationTable, 'byId'>;
  readonly errors: Pick<ErrorWriter, 'remove'>;
  readonly tombstones: Tombstones;
  /** Writes rows and counters. */
  readonly store: (changes: readonly TraceChange[], orphans: OrphanChange) => void;
  /** Takes back what these spans and records said of anything else, and derives anew what depends on what went. */
  readonly settle: (
    changes: readonly TraceChange[],
    spans: readonly Span[],
    logs: readonly LogRecord[],
  ) => void;
}

/** Takes telemetry out of blocks, rows and counters alike, inside the caller's transaction; answers what it was. */
export function removeDoomed(doomed: Doomed, parts: RemovalParts): DeletionCounts {
  const { blocks, spansOf, traces, invocations, errors, tombstones } = parts;
  const states = [...doomed.traceIds].map((traceId) => ({ traceId, spans: spansOf(traceId) }));
  const changes = states.map(({ traceId, spans }) => traces.removalOf(traceId, spans));
  const removed = [...doomed.orphans].flatMap((id): StoredRecord[] => {
    const record = invocations.byId(id);
    return record === null ? [] : [{ id, record }];
  });
  const logs = doomed.looseLogs.map(({ log }) => log);
  const rememberErrors = errors.remove(
    states.map(({ traceId, spans }, index) => ({
      traceId,
      spans,
      invocations: changes[index]?.before ?? [],
    })),
    logs,
    removed.map(({ record }) => record),
  );
  parts.store(changes, { added: [], removed, current: [] });
  for (const traceId of doomed.traceIds) tombstones.addTrace(traceId);
  for (const log of logs) tombstones.addLog(log);

  const ids = new Set(doomed.looseLogs.map(({ block }) => block));
  for (const traceId of doomed.traceIds) for (const id of blocks.blocksOfTrace(traceId)) ids.add(id);
  const hashes = new Set(logs.map(logHash));
  blocks.replace(
    [...ids].flatMap((id) => {
      const content = without(blocks.load(id), doomed.traceIds, hashes);
      return content === null ? [] : [{ id, content }];
    }),
  );
  rememberErrors();
  parts.settle(
    changes,
    states.flatMap(({ spans }) => [...spans.values()]),
    logs,
  );
  return {
    traces: doomed.traceIds.size,
    invocations: removed.length + changes.reduce((sum, change) => sum + change.removed.length, 0),
    looseLogs: logs.length,
  };
}

/** What is left of a block; null when it holds nothing of it. */
function without(
  block: Block,
  traceIds: ReadonlySet<string>,
  looseLogs: ReadonlySet<bigint>,
): BlockContent | null {
  const isLeft = (log: LogRecord) =>
    log.traceId === null ? looseLogs.size === 0 || !looseLogs.has(logHash(log)) : !traceIds.has(log.traceId);
  const spans = Array.from({ length: block.spanCount }, (_, index) => block.spanAt(index)).filter(
    ({ traceId }) => !traceIds.has(traceId),
  );
  const logs = Array.from({ length: block.logCount }, (_, index) => block.logAt(index)).filter(isLeft);
  return spans.length === block.spanCount && logs.length === block.logCount ? null : { spans, logs };
}
