import type { Bulletin } from './bulletin';
import type { DaySums, History, HistoryRest } from './history';
import type { TelemetryWriter } from './store';

/** Both may be repeated, and cut off anywhere. */
export interface TakingOver {
  /** To be called before spans and log records are copied: what starts before the history's floor is kept by the hour. */
  begin(rest: HistoryRest): Promise<void>;
  /** To be called after them. */
  complete(rest: HistoryRest): Promise<void>;
}

/** Where telemetry is moved to. */
export interface CopyTarget {
  readonly writer: Pick<TelemetryWriter, 'write'>;
  /** Where the position is kept, beside the copy, so that a copy that was cut off goes on. */
  readonly progress: Pick<Bulletin, 'publish' | 'readAfter'>;
  /** Takes over what is beside spans and log records. */
  readonly takingOver: TakingOver;
  /** Of what starts before the floor, the hours. */
  readonly sumsOfCopy: (floorNs: bigint) => Promise<readonly DaySums[]>;
  close(): Promise<void>;
}

export interface CopyOptions extends Omit<CopyTarget, 'close'> {
  readonly history: History;
  /** Told how much was copied by this call. */
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
 * Copies telemetry while more arrives, and proves it: what came last is copied and added up on both sides while the
 * original stands still for the reader; its writers wait for nothing. Repeating it copies what has arrived since, and
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
    // After the write: what is written twice is there once.
    await progress.publish({ text: '', version: piece.position });
    position = piece.position;
    copied += spans.length + logs.length;
    onCopied?.(copied);
  }
}

/** What a copy may hold beyond its original. */
export interface MayHaveMore {
  /** Log records of ordinary traces, which the original has thinned since. */
  readonly logs: boolean;
  /** The day on which a trace may have spans that began before the floor: the original counts those of none of it. */
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
