import { shapeOf } from './shape';

export interface PatternLine {
  readonly id: string;
  readonly body: string;
  readonly severity: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface LogPattern {
  readonly shape: string;
  readonly count: number;
  /** The highest severity among the lines. */
  readonly severity: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** The newest line of this shape. */
  readonly sample: string;
}

interface Group {
  shape: string;
  count: number;
  severity: number;
  firstTime: number;
  lastTime: number;
  sample: string;
}

/** When this many shapes differ in one word only, that word names a particular subject. */
const SAME_BUT_ONE = 5;
/** In shorter lines, one differing word is too large a part. */
const LEAST_WORDS = 3;

/**
 * Lines grouped by their shape, most frequent first. Many shapes that differ in one word only are merged into one, with `<word>`
 * in its place.
 */
export function patternsOf(lines: Iterable<PatternLine>): readonly LogPattern[] {
  const groups = new Map<string, Group>();
  for (const { body, severity, time } of lines) {
    const shape = shapeOf(body);
    addTo(groups, { shape, count: 1, severity, firstTime: time, lastTime: time, sample: body });
  }
  const general = generalOf([...groups.keys()]);
  const merged = new Map<string, Group>();
  for (const group of groups.values())
    addTo(merged, { ...group, shape: general.get(group.shape) ?? group.shape });
  return [...merged.values()].sort((a, b) => b.count - a.count || (a.shape < b.shape ? -1 : 1));
}

function addTo(groups: Map<string, Group>, more: Group): void {
  const known = groups.get(more.shape);
  if (known === undefined) {
    groups.set(more.shape, { ...more });
    return;
  }
  known.count += more.count;
  known.severity = Math.max(known.severity, more.severity);
  known.firstTime = Math.min(known.firstTime, more.firstTime);
  if (more.lastTime >= known.lastTime) known.sample = more.sample;
  known.lastTime = Math.max(known.lastTime, more.lastTime);
}

/** For each shape that is one of many variants, the merged shape. */
function generalOf(shapes: readonly string[]): ReadonlyMap<string, string> {
  const members = new Map<string, string[]>();
  for (const shape of shapes) {
    const words = shape.split(' ');
    if (words.length < LEAST_WORDS) continue;
    for (const [at, word] of words.entries()) {
      if (word.includes('<')) continue;
      const shared = [...words.slice(0, at), '<word>', ...words.slice(at + 1)].join(' ');
      const list = members.get(shared);
      if (list) list.push(shape);
      else members.set(shared, [shape]);
    }
  }
  const general = new Map<string, string>();
  const byCount = [...members].filter(([, list]) => list.length >= SAME_BUT_ONE);
  for (const [shared, list] of byCount.sort((a, b) => b[1].length - a[1].length)) {
    const free = list.filter((shape) => !general.has(shape));
    if (free.length >= SAME_BUT_ONE) for (const shape of free) general.set(shape, shared);
  }
  return general;
}
