import type { LogRecord, Span } from '../../model/telemetry';
import type { SaidOf } from '../derive/trace-invocations';
import type { ErrorWriter } from './errors/error-writer';
import type { ChangedTrace } from './errors/failed-traces';
import { NO_ORPHANS, type OrphanChange } from './executions/orphan-change';
import type { FunctionTable } from './function-table';
import type { PromotedWriter } from './promoted/promoted-writer';
import type { RollupTable } from './rollup-table';
import { NO_SPANS, type StoredTraces } from './stored-traces';
import type { TraceChange } from './trace-change';
import type { TraceWriter } from './trace-writer';

/** What a batch changes about the rows that are derived from one trace. */
export interface DerivedChange {
  readonly change: TraceChange;
  readonly trace: ChangedTrace;
}

/** The rows that are derived of spans, of log records and of what platforms say: every call belongs into a write transaction. */
export interface DerivedRows {
  /** What has to change of the rows of a trace that had, and has now, these spans. */
  changeOf(trace: GrownSpans, saidOf: SaidOf): DerivedChange;
  /** Writes the rows of traces, invocations and functions, and what counts them. */
  store(changes: readonly TraceChange[], orphans: OrphanChange): void;
  /** Writes all rows; answers what is to be called when spans and log records are stored too. */
  write(derived: readonly DerivedChange[], logs: readonly LogRecord[], orphans: OrphanChange): () => void;
  /** Of traces whose spans are all stored, after everything else was written. */
  deriveAnew(traceIds: ReadonlySet<string>, saidOf: SaidOf): void;
}

interface GrownSpans {
  readonly traceId: string;
  readonly before: ReadonlyMap<string, Span>;
  readonly spans: ReadonlyMap<string, Span>;
}

export interface DerivedRowsParts {
  readonly traces: TraceWriter;
  readonly functions: FunctionTable;
  readonly rollups: RollupTable;
  readonly promoted: PromotedWriter;
  readonly errors: ErrorWriter;
  readonly stored: StoredTraces;
}

export function createDerivedRows(parts: DerivedRowsParts): DerivedRows {
  const { traces, functions, rollups, promoted, errors, stored } = parts;

  const rows: DerivedRows = {
    changeOf({ traceId, before, spans }, saidOf) {
      const change = traces.changeOf(traceId, before, { spans }, saidOf);
      const trace = {
        traceId,
        before: before === NO_SPANS ? null : { spans: before, invocations: change.before },
        after: { spans, invocations: change.after },
      };
      return { change, trace };
    },

    store(changes, orphans) {
      const counted = [...changes, orphans].map(({ current, added, removed }) => ({
        current,
        added,
        removed: removed.map(({ record }) => record),
      }));
      functions.refresh(counted, (numbers) => traces.write(changes, orphans, numbers));
      rollups.apply(counted);
    },

    write(derived, logs, orphans) {
      const changes = derived.map(({ change }) => change);
      const changed = derived.map(({ trace }) => trace);
      rows.store(changes, orphans);
      promoted.write(changes, changed);
      return errors.apply({ traces: changed, logs, orphans });
    },

    deriveAnew(traceIds, saidOf) {
      if (traceIds.size === 0) return;
      const derived: DerivedChange[] = [];
      for (const traceId of traceIds) {
        const spans = stored.spansOf(traceId);
        if (spans.size > 0) derived.push(rows.changeOf({ traceId, before: spans, spans }, saidOf));
      }
      rows.write(derived, [], NO_ORPHANS)();
    },
  };
  return rows;
}
