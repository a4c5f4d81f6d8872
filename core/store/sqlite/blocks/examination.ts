import type Database from 'better-sqlite3';

/** Notes when blocks are to be looked at for what need not be kept any longer. */
export interface Examination {
  /**
   * A block that is to be looked at by now, whose last record is before a time; null without any. Nanoseconds since the
   * epoch.
   */
  dueBlock(nowNs: bigint, beforeNs: bigint): number | null;
  /** Says when a block is to be looked at again. */
  examineAgain(id: number, examineNs: bigint): void;
  /** From now on every block is to be looked at. */
  examineAll(): void;
}

export function prepareExamination(db: Database.Database): Examination {
  const due = db
    .prepare<[bigint, bigint, bigint], number>(
      `SELECT id FROM block_meta INDEXED BY block_meta_examine_ns_idx
       WHERE examine_ns <= ? AND (span_t1 < ? OR span_t1 IS NULL) AND (log_t1 < ? OR log_t1 IS NULL)
       ORDER BY examine_ns LIMIT 1`,
    )
    .pluck();
  const again = db.prepare<[bigint, number]>('UPDATE block_meta SET examine_ns = ? WHERE id = ?');
  const all = db.prepare('UPDATE block_meta SET examine_ns = 0');
  return {
    dueBlock: (nowNs, beforeNs) => due.get(nowNs, beforeNs, beforeNs) ?? null,
    examineAgain: (id, examineNs) => again.run(examineNs, id),
    examineAll: () => all.run(),
  };
}
