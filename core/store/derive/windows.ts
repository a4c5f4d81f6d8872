import { compare } from '../../model/order';
import { later } from './times';

/** A time window for the functions of one name; nanoseconds since the epoch, both ends inclusive. */
export interface Window {
  readonly name: string;
  readonly fromNs: bigint;
  readonly untilNs: bigint;
}

/** Windows further apart are read separately: years may lie between them. */
const APART_NS = 600_000_000_000n;

/** The same times in few windows: those of one name that lie close together are merged. Sorted by name and time. */
export function windowsOf(windows: readonly Window[]): readonly Window[] {
  const sorted = windows.toSorted((a, b) => compare(a.name, b.name) || compare(a.fromNs, b.fromNs));
  const joined: Window[] = [];
  for (const window of sorted) {
    const last = joined.at(-1);
    if (last?.name === window.name && window.fromNs - last.untilNs <= APART_NS)
      joined[joined.length - 1] = { ...last, untilNs: later(last.untilNs, window.untilNs) };
    else joined.push(window);
  }
  return joined;
}
