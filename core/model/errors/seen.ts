import { EMPTY_END, type End, isKnown, withoutText, withText } from './end';

export const MAX_VERSIONS = 50;
/** How many traces of each end are shown. */
export const MAX_SAMPLES = 5;
/** More are kept than shown, so that some may be taken back. */
const KEPT_SAMPLES = 32;
const KEPT_TIMES = 8;
const TIME_DIGITS = 19;

/** The errors of one fingerprint and version in one trace, or of one log record outside of any trace. */
export interface Sighting {
  readonly traceId: string | null;
  /** Null when the sender did not name one. */
  readonly version: string | null;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
  /** Message of the last of them. */
  readonly message: string;
  readonly count: number;
}

/** A bounded summary of a group's sightings, of which there may be any number; plain data for JSON. */
export interface Seen {
  readonly newest: End;
  readonly oldest: End;
  /** At most 50: the greatest in natural order (`9` before `10`). '' stands for no version. */
  readonly versions: readonly VersionSeen[];
  /** Whether further versions were dropped. */
  readonly versionsDropped: boolean;
}

export interface VersionSeen {
  readonly version: string;
  /** Number of errors. */
  readonly count: number;
  readonly newest: End;
  readonly oldest: End;
}

export const NOTHING_SEEN: Seen = {
  newest: EMPTY_END,
  oldest: EMPTY_END,
  versions: [],
  versionsDropped: false,
};

/** The summary with these sightings added, in any order. */
export function withSightings(seen: Seen, come: readonly Sighting[]): Seen {
  let { newest, oldest } = seen;
  const versions = new Map(seen.versions.map((one) => [one.version, one]));
  for (const sighting of come) {
    newest = withText(newest, newestText(sighting), 'descending', KEPT_SAMPLES);
    oldest = withText(oldest, oldestText(sighting), 'ascending', KEPT_SAMPLES);
    const name = sighting.version ?? '';
    const version = versions.get(name) ?? { version: name, count: 0, newest: EMPTY_END, oldest: EMPTY_END };
    versions.set(name, {
      version: name,
      count: version.count + sighting.count,
      newest: withText(version.newest, shortText(sighting.lastNs, sighting), 'descending', KEPT_TIMES),
      oldest: withText(version.oldest, shortText(sighting.firstNs, sighting), 'ascending', KEPT_TIMES),
    });
  }
  const sorted = [...versions.values()].sort((a, b) => compareVersions(a.version, b.version));
  return {
    newest,
    oldest,
    versions: sorted.slice(-MAX_VERSIONS),
    versionsDropped: seen.versionsDropped || sorted.length > MAX_VERSIONS,
  };
}

/** The summary without these sightings, which must have been added before. */
export function withoutSightings(seen: Seen, gone: readonly Sighting[]): Seen {
  let { newest, oldest } = seen;
  const versions = new Map(seen.versions.map((one) => [one.version, one]));
  for (const sighting of gone) {
    newest = withoutText(newest, newestText(sighting));
    oldest = withoutText(oldest, oldestText(sighting));
    const version = versions.get(sighting.version ?? '');
    if (version === undefined) continue;
    versions.set(version.version, {
      version: version.version,
      count: version.count - sighting.count,
      newest: withoutText(version.newest, shortText(sighting.lastNs, sighting)),
      oldest: withoutText(version.oldest, shortText(sighting.firstNs, sighting)),
    });
  }
  return { ...seen, newest, oldest, versions: [...versions.values()].filter(({ count }) => count > 0) };
}

/**
 * The summary with `found` in place of the newest sightings that it remembers; `found` must have all that are at least as new
 * as its oldest. Unchanged if `found` is empty.
 */
export function withNewest(seen: Seen, found: readonly Sighting[]): Seen {
  if (found.length === 0) return seen;
  const again = withSightings(NOTHING_SEEN, found);
  const { kept, cut } = again.newest;
  return { ...seen, newest: { kept, cut: cut ?? kept.at(-1) ?? null } };
}

/** Whether so many sightings were taken back that not all of those to be shown are remembered. */
export function isForgetful({ newest, oldest, versions }: Seen): boolean {
  return (
    !isKnown(newest, MAX_SAMPLES) ||
    !isKnown(oldest, MAX_SAMPLES) ||
    versions.some((one) => !isKnown(one.newest, 1) || !isKnown(one.oldest, 1))
  );
}

/** The time of the first text of an end, or if none is remembered, of the first one dropped; null if empty. */
export function timeOf({ kept, cut }: End): bigint | null {
  const text = kept[0] ?? cut;
  return text === null || text === undefined ? null : BigInt(text.slice(0, TIME_DIGITS));
}

/** The message of the newest error; '' when it is not remembered. */
export function newestMessage({ newest }: Seen): string {
  const text = newest.kept[0] ?? '';
  return text.slice(text.indexOf('\0', TIME_DIGITS + 1) + 1);
}

/** The traces of the newest five sightings, then of the oldest five, without duplicates. */
export function sampleTraces({ newest, oldest }: Seen): readonly string[] {
  const texts = [...newest.kept.slice(0, MAX_SAMPLES), ...oldest.kept.slice(0, MAX_SAMPLES)];
  return [...new Set(texts.map((text) => text.split('\0')[1] ?? ''))].filter((id) => id !== '');
}

/** The trace of the first sighting; null when it is no longer remembered or belongs to no trace. */
export function firstTrace({ oldest }: Seen): string | null {
  return oldest.kept[0]?.split('\0')[1] || null;
}

function newestText(sighting: Sighting): string {
  return `${timeText(sighting.lastNs, sighting)}\0${sighting.message}`;
}

function oldestText(sighting: Sighting): string {
  return timeText(sighting.firstNs, sighting);
}

function timeText(timeNs: bigint, { traceId }: Sighting): string {
  return `${timeNs.toString().padStart(TIME_DIGITS, '0')}\0${traceId ?? ''}`;
}

/** A time, and enough of the trace to tell it from others at that time. */
function shortText(timeNs: bigint, sighting: Sighting): string {
  return timeText(timeNs, sighting).slice(0, TIME_DIGITS + 9);
}

const natural = new Intl.Collator('en', { numeric: true });

/** Natural order; texts that this considers equal (`1`, `01`) are ordered by their characters. */
export function compareVersions(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
