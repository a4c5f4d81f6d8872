import type Database from 'better-sqlite3';
import { ErrorChanges } from '../../../model/errors/changes';
import type { LogRecord } from '../../../model/telemetry';
import type { BlockStore } from '../blocks/block-store';
import type { OrphanChange } from '../executions/orphan-change';
import { createErrorTable } from './error-table';
import { type ChangedTrace, changedErrors, errorsOfOrphan, type TraceState } from './failed-traces';
import { prepareRebuild } from './rebuild';

/** What a batch changes about errors. */
export interface ErrorSources {
  readonly traces: readonly ChangedTrace[];
  /** Those that were not stored before. */
  readonly logs: readonly LogRecord[];
  readonly orphans: Pick<OrphanChange, 'added' | 'removed'>;
}

export interface ErrorWriter {
  /**
   * Brings the groups of errors up to date. To be called when the rows of invocations are written and before spans and
   * logs are put into blocks. What it answers is to be called afterwards.
   */
  apply(sources: ErrorSources): () => void;
}

/** `stateOf` answers what is stored of a trace. */
export function createErrorWriter(
  db: Database.Database,
  blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>,
  stateOf: (traceId: string) => TraceState,
): ErrorWriter {
  const table = createErrorTable(db);
  const rebuild = prepareRebuild(db, blocks, stateOf);
  return {
    apply({ traces, logs, orphans }) {
      const all = new ErrorChanges();
      for (const { before, after } of changedErrors(traces, logs, blocks, stateOf)) all.add(before, after);
      for (const { record } of orphans.removed) all.add(errorsOfOrphan(record), []);
      for (const record of orphans.added) all.add([], errorsOfOrphan(record));
      const forgetful = table.apply(all.all());
      return () => {
        for (const group of forgetful) table.remember(group, (seen) => rebuild(group, seen));
      };
    },
  };
}
