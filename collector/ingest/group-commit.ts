import { isFaaslensError } from '@/core/errors';
import type { TelemetryBatch } from '@/core/model/telemetry';

/** Writes a batch; resolves with the number of its spans that the store refused. */
export type WriteBatch = (batch: TelemetryBatch) => Promise<{ readonly spansRefused: number }>;

export interface GroupCommitOptions {
  readonly write: WriteBatch;
  /** How long the first batch of a group waits for others. */
  readonly windowMs: number;
  /** A group with this many spans, log records and data points is written at once. */
  readonly maxRecords: number;
  /** The same limit while the store is idle; `maxRecords` by default. */
  readonly idleRecords?: number;
  /** How many groups are handed to the store before the first of them is written; 1 by default. */
  readonly ahead?: number;
  /** Group limits while the store is behind with the merging that small groups cause; unchanged by default. */
  readonly whileBehind?: {
    readonly isBehind: () => boolean;
    readonly windowMs: number;
    /** Like `maxRecords`. */
    readonly records: number;
  };
}

/** Spans that the store refused: of one batch or, if `shared`, of any batch with spans in its group. */
export interface RefusedSpans {
  readonly count: number;
  readonly shared: boolean;
}

export interface GroupCommit {
  /**
   * Resolves when the batch is durable except for refused spans; rejects with the store's error when it is not. `again`
   * rebuilds the batch if its group fails, since nothing decoded is kept during the write.
   */
  add(batch: TelemetryBatch, again?: () => TelemetryBatch): Promise<RefusedSpans>;
  /** Resolves when everything added is written or refused. */
  drained(): Promise<void>;
}

interface Waiting {
  /** Null once handed to the store. */
  batch: TelemetryBatch | null;
  readonly again: () => TelemetryBatch;
  readonly records: number;
  readonly hasSpans: boolean;
  readonly resolve: (refused: RefusedSpans) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes batches that arrive close together as one, because a commit costs the same for one span as for a thousand. Batches
 * that arrive while the store is busy form the next group. A store that is behind with merging gets larger groups, which need
 * no merging. When a group fails for a reason that may lie in one of its batches, each is written alone, so that one sender's
 * batch never harms another's.
 */
export function createGroupCommit({
  write,
  windowMs,
  maxRecords,
  idleRecords = maxRecords,
  ahead = 1,
  whileBehind,
}: GroupCommitOptions): GroupCommit {
  let waiting: Waiting[] = [];
  let records = 0;
  let timer: NodeJS.Timeout | null = null;
  const writing = new Set<Promise<void>>();

  /** The batches that have waited longest, up to a full group. */
  const takeGroup = (): Waiting[] => {
    let taken = 0;
    let size = 0;
    for (; taken < waiting.length && size < maxRecords; taken += 1) size += waiting[taken]?.records ?? 0;
    const group = waiting.slice(0, taken);
    waiting = waiting.slice(taken);
    records -= size;
    return group;
  };

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    while (waiting.length > 0 && writing.size < ahead) {
      const written = writeGroup(takeGroup(), write).finally(() => {
        writing.delete(written);
        // While the store is behind, a window that has begun runs to its end.
        if (timer === null || !whileBehind?.isBehind()) flush();
      });
      writing.add(written);
    }
  };

  const flushWhenDue = () => {
    const behind = whileBehind?.isBehind() ? whileBehind : null;
    const enough = behind?.records ?? (writing.size === 0 ? idleRecords : maxRecords);
    if (records >= enough) flush();
    else timer ??= setTimeout(flush, behind?.windowMs ?? windowMs);
  };

  return {
    add: (batch, again = () => batch) =>
      new Promise((resolve, reject) => {
        const own = recordsIn(batch);
        const hasSpans = batch.spans.length > 0;
        waiting.push({ batch, again, records: own, hasSpans, resolve, reject });
        records += own;
        flushWhenDue();
      }),
    async drained() {
      while (waiting.length > 0 || writing.size > 0) {
        flush();
        await Promise.all(writing);
      }
    },
  };
}

/** The number of spans, log records and data points in a batch. */
export function recordsIn({ spans, logs, metrics }: TelemetryBatch): number {
  return spans.length + logs.length + (metrics?.length ?? 0);
}

const NONE: RefusedSpans = { count: 0, shared: false };

async function writeGroup(group: readonly Waiting[], write: WriteBatch): Promise<void> {
  try {
    const { spansRefused } = await handOver(group, write);
    const withSpans = group.filter(({ hasSpans }) => hasSpans).length;
    const refused = spansRefused === 0 ? NONE : { count: spansRefused, shared: withSpans > 1 };
    for (const { hasSpans, resolve } of group) resolve(hasSpans ? refused : NONE);
  } catch (error) {
    // A store that cannot be written to now would fail every batch in the same way, each after its own wait.
    if (group.length === 1 || isStoreDown(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const waiting of group) await writeGroup([waiting], write);
  }
}

/** A separate function: a suspended one retains all its variables, and retained batches would move to the old generation. */
function handOver(group: readonly Waiting[], write: WriteBatch): ReturnType<WriteBatch> {
  const batches = group.map((waiting) => {
    const batch = waiting.batch ?? waiting.again();
    waiting.batch = null;
    return batch;
  });
  return write({
    spans: batches.flatMap(({ spans }) => spans),
    logs: batches.flatMap(({ logs }) => logs),
    metrics: batches.flatMap(({ metrics }) => metrics ?? []),
  });
}

function isStoreDown(error: unknown): boolean {
  return isFaaslensError(error) && ['unavailable', 'overloaded', 'timeout'].includes(error.code);
}
