import { isFaaslensError } from '@/core/errors';
import type { TelemetryBatch } from '@/core/model/telemetry';

/** Writes a batch and says how many of its spans the store refused. */
export type WriteBatch = (batch: TelemetryBatch) => Promise<{ readonly spansRefused: number }>;

export interface GroupCommitOptions {
  readonly write: WriteBatch;
  /** How long the first batch of a group waits for company. */
  readonly windowMs: number;
  /** A group of so many spans, log records and data points is written at once. */
  readonly maxRecords: number;
}

/** Spans that the store refused: of one batch or, when they are shared, of any batch with spans in its group. */
export interface RefusedSpans {
  readonly count: number;
  readonly shared: boolean;
}

export interface GroupCommit {
  /** Resolves when the batch is durable but for refused spans; rejects with the store's error when it is not. */
  add(batch: TelemetryBatch): Promise<RefusedSpans>;
  /** Resolves when everything that was added is written or refused. */
  drained(): Promise<void>;
}

interface Waiting {
  readonly batch: TelemetryBatch;
  readonly resolve: (refused: RefusedSpans) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes batches that arrive close together as one, because a commit costs the same for one span and for a thousand.
 * When a group fails for a reason that may lie in one of its batches, each is written alone: one sender's batch never
 * harms another's.
 */
export function createGroupCommit({ write, windowMs, maxRecords }: GroupCommitOptions): GroupCommit {
  let group: Waiting[] = [];
  let records = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (group.length === 0) return;
    const full = group;
    group = [];
    records = 0;
    writing = writing.then(() => writeGroup(full, write));
  };

  return {
    add: (batch) =>
      new Promise((resolve, reject) => {
        group.push({ batch, resolve, reject });
        records += recordsIn(batch);
        if (records >= maxRecords) flush();
        else timer ??= setTimeout(flush, windowMs);
      }),
    drained: () => {
      flush();
      return writing;
    },
  };
}

/** How many spans, log records and data points a batch holds. */
export function recordsIn({ spans, logs, metrics }: TelemetryBatch): number {
  return spans.length + logs.length + (metrics?.length ?? 0);
}

const NONE: RefusedSpans = { count: 0, shared: false };

async function writeGroup(group: readonly Waiting[], write: WriteBatch): Promise<void> {
  try {
    const { spansRefused } = await write({
      spans: group.flatMap(({ batch }) => batch.spans),
      logs: group.flatMap(({ batch }) => batch.logs),
      metrics: group.flatMap(({ batch }) => batch.metrics ?? []),
    });
    const withSpans = group.filter(({ batch }) => batch.spans.length > 0).length;
    const refused = spansRefused === 0 ? NONE : { count: spansRefused, shared: withSpans > 1 };
    for (const { batch, resolve } of group) resolve(batch.spans.length > 0 ? refused : NONE);
  } catch (error) {
    // A store that cannot be written to now fails every batch alike, each after its own waiting time.
    if (group.length === 1 || isStoreDown(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const waiting of group) await writeGroup([waiting], write);
  }
}

function isStoreDown(error: unknown): boolean {
  return isFaaslensError(error) && ['unavailable', 'overloaded', 'timeout'].includes(error.code);
}
