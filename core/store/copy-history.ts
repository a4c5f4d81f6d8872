import type { Bulletin } from './bulletin';
import type { DaySums, History } from './history';
import type { TelemetryWriter } from './store';

/** Where telemetry is moved to. */
export interface CopyTarget {
  readonly writer: Pick<TelemetryWriter, 'write'>;
  /** Where the position is kept, beside the copy, so that a copy that was cut off goes on. */
  readonly progress: Pick<Bulletin, 'publish' | 'readAfter'>;
  readonly sumsOfCopy: () => Promise<readonly DaySums[]>;
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
 * original stands still for the reader; its writers wait for nothing. Repeating it copies what has arrived since.
 */
export async function copyHistory(options: CopyOptions): Promise<CopyResult> {
  const { history } = options;
  let copied = await copyNew(options);
  return history.still(async () => {
    copied += await copyNew(options);
    const sums = history.sums();
    return { copied, sums, differences: differencesOf(sums, await options.sumsOfCopy()) };
  });
}

async function copyNew({ history, writer, progress, onCopied }: CopyOptions): Promise<number> {
  let position = (await progress.readAfter(0))?.version ?? 0;
  let copied = 0;
  for (;;) {
    const piece = history.readAfter(position);
    if (piece === null) return copied;
    await writer.write(piece.batch);
    // After the write: what is written twice is there once.
    await progress.publish({ text: '', version: piece.position });
    position = piece.position;
    copied += piece.batch.spans.length + piece.batch.logs.length;
    onCopied?.(copied);
  }
}

export function differencesOf(
  original: readonly DaySums[],
  copy: readonly DaySums[],
): readonly DayDifference[] {
  const copies = new Map(copy.map((sums) => [sums.day, sums]));
  const originals = new Map(original.map((sums) => [sums.day, sums]));
  return [...new Set([...originals.keys(), ...copies.keys()])]
    .sort()
    .map((day) => ({ day, original: originals.get(day) ?? null, copy: copies.get(day) ?? null }))
    .filter((pair) => !isEqual(pair.original, pair.copy));
}

function isEqual(one: DaySums | null, other: DaySums | null): boolean {
  return (['spans', 'logs', 'invocations', 'cost'] as const).every(
    (name) => BigInt(one?.[name] ?? 0) === BigInt(other?.[name] ?? 0),
  );
}
