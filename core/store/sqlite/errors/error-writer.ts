import type Database from 'better-sqlite3';
import { ErrorChanges } from '../../../model/errors/changes';
import type { LogRecord } from '../../../model/telemetry';
import type { BlockStore } from '../blocks/block-store';
import type { OrphanChange } from '../executions/orphan-change';
import type { InvocationRecord } from '../invocation-record';
import { createErrorTable } from './error-table';
import {
  type ChangedTrace,
  changedErrors,
  errorLogsOf,
  errorsOf,
  errorsOfOrphan,
  NOTHING,
  type TraceState,
} from './failed-traces';
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
  /**
   * Takes back the errors of traces that go, of log records without a trace, and of invocations without a span. To be
   * called before anything of them is removed; what it answers, afterwards.
   */
  remove(
    traces: readonly (TraceState & { readonly traceId: string })[],
    logs: readonly LogRecord[],
    orphans: readonly InvocationRecord[],
  ): () => void;
}

/** `stateOf` answers what is stored of a trace. */
export function createErrorWriter(
  db: Database.Database,
  blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>,
  stateOf: (traceId: string) => TraceState,
): ErrorWriter {
  const table = createErrorTable(db);
  const rebuild = prepareRebuild(db, blocks, stateOf);
  const change = (all: ErrorChanges): (() => void) => {
    const forgetful = table.apply(all.all());
    return () => {
      for (const group of forgetful) table.remember(group, (seen) => rebuild(group, seen));
    };
  };
  return {
    remove(traces, logs, orphans) {
      const all = new ErrorChanges();
      for (const state of traces) all.add(errorsOf(state, errorLogsOf(state.traceId, blocks) ?? []), []);
      for (const log of logs) all.add(errorsOf(NOTHING, [log]), []);
      for (const record of orphans) all.add(errorsOfOrphan(record), []);
      return change(all);
    },
    apply({ traces, logs, orphans }) {
      const all = new ErrorChanges();
      for (const { before, after } of changedErrors(traces, logs, blocks, stateOf)) all.add(before, after);
      for (const { record } of orphans.removed) all.add(errorsOfOrphan(record), []);
      for (const record of orphans.added) all.add([], errorsOfOrphan(record));
      return change(all);
    },
  };
}
