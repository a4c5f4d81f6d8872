import type { Bulletin } from './bulletin';
import type { DaySums, History, HistoryRest } from './history';
import type { TelemetryWriter } from './store';

/** Both calls may be repeated, and interrupted anywhere. */
export interface TakingOver {
  /** Call before copying spans and log records: takes over the hourly sums of what starts before the history's floor. */
  begin(rest: HistoryRest): Promise<void>;
  /** Call after copying them. */
  complete(rest: HistoryRest): Promise<void>;
}

/** Where telemetry is copied to. */
export interface CopyTarget {
  readonly writer: Pick<TelemetryWriter, 'write'>;
  /** Where the position is kept, beside the copy, so that an interrupted copy can resume. */
  readonly progress: Pick<Bulletin, 'publish' | 'readAfter'>;
  /** Takes over everything except spans and log records. */
  readonly takingOver: TakingOver;
  /** The copy's sums per day; of what starts before the floor, only the hourly sums count. */
  readonly sumsOfCopy: (floorNs: bigint) => Promise<readonly DaySums[]>;
  close(): Promise<void>;
}

export interface CopyOptions extends Omit<CopyTarget, 'close'> {
  readonly history: History;
  /** Called with the number of records copied so far by this call. */
  readonly onCopied?: (records: number) => void;
}

export interface CopyResult {
  readonly copied: number;
  /** Days that differ. */
  readonly differences: readonly DayDifference[];
  readonly sums: readonly DaySums[];
}

export interface DayDifference {
  readonly day: string;
  /** Null where that side has nothing. */
  readonly original: DaySums | null;
  readonly copy: DaySums | null;
}

/**
 * Copies telemetry while more arrives, and verifies it: the remainder is copied and summed on both sides under one
 * snapshot of the original, which does not block its writers. Repeating the call copies what has arrived since, and
 * follows what was removed since.
 */
export async function copyHistory(options: CopyOptions): Promise<CopyResult> {
  const { history, sumsOfCopy } = options;
  let copied = await copyAll(options);
  return history.still(async () => {
    copied += await copyAll(options);
    const sums = history.sums();
    const floorNs = history.rest.floorNs();
    const mayHaveMore = { logs: history.rest.isThinned(), spansOf: floorNs === 0n ? null : dayOf(floorNs) };
    return { copied, sums, differences: differencesOf(sums, await sumsOfCopy(floorNs), mayHaveMore) };
  });
}

async function copyAll(options: CopyOptions): Promise<number> {
  const { history, takingOver } = options;
  await takingOver.begin(history.rest);
  const copied = await copyNew(options);
  await takingOver.complete(history.rest);
  return copied;
}

async function copyNew({ history, writer, progress, onCopied }: CopyOptions): Promise<number> {
  const floorNs = history.rest.floorNs();
  let position = (await progress.readAfter(0))?.version ?? 0;
  let copied = 0;
  for (;;) {
    const piece = history.readAfter(position);
    if (piece === null) return copied;
    const spans = piece.batch.spans.filter(({ startNs }) => startNs >= floorNs);
    const logs = piece.batch.logs.filter(({ timeNs }) => timeNs >= floorNs);
    await writer.write({ spans, logs });
    // Only after the write: a piece written twice is stored once.
    await progress.publish({ text: '', version: piece.position });
    position = piece.position;
    copied += spans.length + logs.length;
    onCopied?.(copied);
  }
}

/** What a copy may hold beyond its original. */
export interface MayHaveMore {
  /** Log records of ordinary traces that the original has since thinned. */
  readonly logs: boolean;
  /** The day on which a trace may have spans from before the floor: the original counts none of such a trace's spans. */
  readonly spansOf: string | null;
}

export function differencesOf(
  original: readonly DaySums[],
  copy: readonly DaySums[],
  mayHaveMore: MayHaveMore = { logs: false, spansOf: null },
): readonly DayDifference[] {
  const copies = new Map(copy.map((sums) => [sums.day, sums]));
  const originals = new Map(original.map((sums) => [sums.day, sums]));
  return [...new Set([...originals.keys(), ...copies.keys()])]
    .sort()
    .map((day) => ({ day, original: originals.get(day) ?? null, copy: copies.get(day) ?? null }))
    .filter((pair) => !isComplete(pair, mayHaveMore));
}

function isComplete({ day, original, copy }: DayDifference, mayHaveMore: MayHaveMore): boolean {
  return (['spans', 'logs', 'invocations', 'cost'] as const).every((name) => {
    const more = BigInt(copy?.[name] ?? 0) - BigInt(original?.[name] ?? 0);
    const mayBeMore =
      (name === 'logs' && mayHaveMore.logs) || (name === 'spans' && mayHaveMore.spansOf === day);
    return mayBeMore ? more >= 0n : more === 0n;
  });
}

function dayOf(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 10);
}
