import type { LogRecord } from '../../../model/telemetry';
import type { Position } from '../../derive/cursor';
import { resourceText } from '../../derive/span-versions';
import { logHash } from '../blocks/log-hash';

/** The order of log records: by time, then hash, both descending; records equal in both by their content. */
export interface RankedRecord {
  readonly log: LogRecord;
  /** 16 hex digits. */
  readonly hash: string;
  /** How many records of the same time and hash come before it, and itself: 1 unless two hashes are equal by accident. */
  readonly ordinal: number;
}

/**
 * The place of a record by its values alone, so that it stays where it is when blocks are merged; and after it when a
 * page ends there.
 */
export function positionOf({ log, hash, ordinal }: RankedRecord): Position {
  return [log.timeNs, hash, BigInt(ordinal)];
}

/** An example of a position. */
export const POSITION_SHAPE: Position = [0n, '', 0n];

/** Collects the newest records after a position out of many that are offered in any order. */
export interface NewestRecords {
  /** Whether a record of this time can still be among them: cheaper than to make the record. */
  wants(timeNs: bigint): boolean;
  offer(log: LogRecord): void;
  /** No record before this time is wanted any more; null while any is. */
  floor(): bigint | null;
  /** What was kept, newest first. */
  result(): RankedRecord[];
}

interface Kept {
  readonly log: LogRecord;
  readonly hash: string;
}

/** `limit` records after the position, or from the newest one on when there is none. */
export function newestRecords(after: Position | null, limit: number): NewestRecords {
  const [afterTime, afterHash, skip] = after === null ? [] : place(after);
  // Records of the position's own time and hash are collected too, and taken out when their order is known.
  const capacity = limit + (skip ?? 0);
  const kept: Kept[] = [];
  let floor: bigint | null = null;

  const settle = (): void => {
    kept.sort(compare);
    kept.length = Math.min(kept.length, capacity);
    const last = kept[capacity - 1];
    if (last) floor = last.log.timeNs;
  };

  return {
    wants: (timeNs) =>
      (floor === null || timeNs >= floor) && (afterTime === undefined || timeNs <= afterTime),
    offer(log) {
      const hash = logHash(log).toString(16).padStart(16, '0');
      if (afterTime !== undefined && afterHash !== undefined) {
        if (log.timeNs > afterTime || (log.timeNs === afterTime && hash > afterHash)) return;
      }
      kept.push({ log, hash });
      if (kept.length >= capacity * 2) settle();
    },
    floor() {
      if (kept.length >= capacity) settle();
      return floor;
    },
    result() {
      settle();
      const isAtPosition = ({ log, hash }: Kept) => log.timeNs === afterTime && hash === afterHash;
      return ranked(kept)
        .filter((record) => !(isAtPosition(record) && record.ordinal <= (skip ?? 0)))
        .slice(0, limit);
    },
  };
}

function place([time, hash, ordinal]: Position): [bigint, string, number] {
  return [BigInt(time ?? 0), String(hash), Number(ordinal)];
}

function ranked(records: readonly Kept[]): RankedRecord[] {
  let ordinal = 0;
  return records.map(({ log, hash }, index) => {
    const before = records[index - 1];
    ordinal = before && before.log.timeNs === log.timeNs && before.hash === hash ? ordinal + 1 : 1;
    return { log, hash, ordinal };
  });
}

function compare(a: Kept, b: Kept): number {
  if (a.log.timeNs !== b.log.timeNs) return a.log.timeNs > b.log.timeNs ? -1 : 1;
  if (a.hash !== b.hash) return a.hash > b.hash ? -1 : 1;
  const [first, second] = [contentOf(a.log), contentOf(b.log)];
  if (first === second) return 0;
  return first > second ? -1 : 1;
}

function contentOf(log: LogRecord): string {
  const { repeat, severity, severityText, body, attributes, traceId, spanId, resource, scope } = log;
  return JSON.stringify([
    repeat ?? 0,
    severity,
    severityText,
    body,
    attributes,
    traceId,
    spanId,
    resourceText(resource),
    scope.name,
  ]);
}
