import { bitsFor, entryOf, keyOf, placeIn, rowOf } from './key-entries';
import type { KeyRun, KeyRuns } from './key-runs';

/**
 * How many runs of a level become one of the next. Those of level 0 are found in memory; of the others each costs a look-up
 * a read: so there are few of them, and a key is written three times more. The last level has as many groups as a run may
 * have; it is not merged.
 */
export const KEY_FAN_OUT: readonly number[] = [16, 4, 4];

/** A merge of runs in the making. */
export interface KeyMerge {
  readonly run: KeyRun;
  /**
   * Writes some rows, in the end makes the run count in the place of the others. To be called inside transactions of
   * their own until it does not answer `more`; `dropped`: another connection was faster, and nothing is to be done.
   */
  advance(): 'more' | 'done' | 'dropped';
}

const ROWS_AT_ONCE = 64;

/** The runs that should become one now, oldest first; empty when there is nothing to do. */
export function chooseKeyMerge(runs: readonly KeyRun[], fanOut: readonly number[]): readonly KeyRun[] {
  for (const [level, enough] of fanOut.entries()) {
    const same = runs.filter((run) => run.level === level);
    if (same.length >= enough) return same.slice(0, enough);
  }
  return [];
}

/** Inside a transaction. Entries of groups that are gone are left out. */
export function beginKeyMerge(runs: KeyRuns, sources: readonly KeyRun[]): KeyMerge {
  const groups: number[] = [];
  const cursors = sources.map((source) => {
    const places = source.groups.map((id) => (runs.hasGroup(id) ? groups.push(id) - 1 : null));
    return new Cursor(runs, source, places);
  });
  const entries = sources.reduce((sum, source) => sum + source.entries, 0);
  const bits = Math.max(bitsFor(entries), ...sources.map((source) => source.bits));
  const level = Math.max(...sources.map((source) => source.level)) + 1;
  const run = runs.begin({ bits, entries, groups });
  let next = 0;

  return {
    run,
    advance() {
      if (!runs.isMaking(run)) return 'dropped';
      if (next === 2 ** bits) return runs.finish(run, level, sources) ? 'done' : 'dropped';
      for (const end = Math.min(next + ROWS_AT_ONCE, 2 ** bits); next < end; next += 1) {
        const merged: number[] = [];
        for (const cursor of cursors) cursor.take(next, bits, merged);
        if (merged.length > 0) runs.insert(run, next, Uint32Array.from(merged).sort());
      }
      return 'more';
    },
  };
}

/** Reads a run row by row. */
class Cursor {
  private row = -1;
  private entries: Uint32Array = new Uint32Array();
  private at = 0;

  constructor(
    private readonly runs: KeyRuns,
    private readonly run: KeyRun,
    /** Of each of its groups the place in the merged run; null: gone. */
    private readonly places: readonly (number | null)[],
  ) {}

  /** Adds the entries of the next row of a run that has as many bits, or more. */
  take(row: number, bits: number, into: number[]): void {
    const own = row >>> (bits - this.run.bits);
    if (own !== this.row) {
      this.row = own;
      this.entries = this.runs.entriesOf(this.run, own);
      this.at = 0;
    }
    for (; this.at < this.entries.length; this.at += 1) {
      const entry = this.entries[this.at] ?? 0;
      const key = keyOf(entry, own, this.run.bits);
      if (rowOf(key, bits) !== row) return;
      const place = this.places[placeIn(entry)] ?? null;
      if (place !== null) into.push(entryOf(key, place, bits));
    }
  }
}
