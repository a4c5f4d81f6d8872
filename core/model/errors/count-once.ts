import { groupBy } from '../group-by';
import { compare } from '../order';
import type { ErrorReport } from './failure';
import type { SpanTree } from './span-tree';

/** A report that counts as a failure, with the best stack among all reports of that failure on the same span. */
export interface CountedReport {
  readonly report: ErrorReport;
  readonly stack: string;
}

interface Entry extends CountedReport {
  readonly spanId: string | null;
}

/**
 * One report for each failure among the reports of one trace, whatever their order (`originOf` decides between reports that
 * are otherwise equal):
 * - the same type and message on one span, as event or as log record, are one failure;
 * - if the same is below another span, it is the failure that propagated through it: the lowest one counts;
 * - a log record without a span repeats what any span of the trace says;
 * - a bare status or outcome whose message is empty, or equal to that of a failure on or below its span, is no new failure. A
 *   timeout, out of memory or throttle reported by the platform always is.
 */
export function withoutRepeats(
  reports: readonly ErrorReport[],
  tree: SpanTree,
  originOf: (report: ErrorReport) => string,
): readonly CountedReport[] {
  const bare = reports.filter(isBare);
  const exceptions = [...byText(reports.filter((report) => !isBare(report))).values()].flatMap((same) =>
    lowest(perSpan(same, originOf), tree),
  );
  return [...exceptions, ...newStatuses(bare, exceptions, tree)];
}

function isBare({ source }: ErrorReport): boolean {
  return source === 'status' || source === 'outcome';
}

const byText = (reports: readonly ErrorReport[]) =>
  groupBy(reports, ({ type, message }) => `${type}\0${message}`);

/** One entry per span; events before log records, then by time. */
function perSpan(
  reports: readonly ErrorReport[],
  originOf: (report: ErrorReport) => string,
): readonly Entry[] {
  const entries = new Map<string | null, Entry>();
  const ordered =
    reports.length === 1
      ? reports
      : [...reports].sort((a, b) => compareReports(a, b) || compare(originOf(a), originOf(b)));
  for (const report of ordered) {
    const before = entries.get(report.spanId);
    if (before === undefined)
      entries.set(report.spanId, { report, stack: report.stack, spanId: report.spanId });
    else if (before.stack === '') entries.set(report.spanId, { ...before, stack: report.stack });
  }
  const withSpan = [...entries.values()].filter(({ spanId }) => spanId !== null);
  return withSpan.length > 0 ? withSpan : [...entries.values()];
}

/** Entries without another one below them. */
function lowest(entries: readonly Entry[], tree: SpanTree): readonly Entry[] {
  if (entries.length === 1) return entries;
  const unplaced: Entry[] = [];
  const placed: { readonly entry: Entry; readonly first: number; readonly last: number }[] = [];
  for (const entry of entries) {
    const subtree = entry.spanId === null ? undefined : tree.subtreeOf(entry.spanId);
    if (subtree === undefined) unplaced.push(entry);
    else placed.push({ entry, first: subtree.first, last: subtree.last });
  }
  placed.sort((a, b) => a.first - b.first);
  const standing = placed.filter(({ last }, at) => (placed[at + 1]?.first ?? Infinity) > last);
  return [...standing.map(({ entry }) => entry), ...unplaced];
}

/** For each text, where in the tree it was reported; under '' for any text. */
type Sayings = ReadonlyMap<string, readonly number[]>;

function newStatuses(
  bare: readonly ErrorReport[],
  exceptions: readonly CountedReport[],
  tree: SpanTree,
): readonly CountedReport[] {
  if (bare.length === 0) return [];
  const asked = new Set(['', ...bare.map(({ message }) => message)]);
  const thrown = sayings(
    exceptions.map(({ report }) => report),
    asked,
    tree,
  );
  const stated = sayings(bare, asked, tree);
  const anywhere = new Set(
    exceptions.flatMap(({ report }) => (report.spanId === null ? [report.message] : [])),
  );
  return bare
    .filter((report) => {
      if (isVerdict(report)) return true;
      if (report.message !== '' && anywhere.has(report.message)) return false;
      const subtree = tree.subtreeOf(report.spanId ?? '');
      if (subtree === undefined) return true;
      const { first, last } = subtree;
      return !isSaid(thrown, report.message, first, last) && !isSaid(stated, report.message, first + 1, last);
    })
    .map((report) => ({ report, stack: '' }));
}

function sayings(reports: readonly ErrorReport[], asked: ReadonlySet<string>, tree: SpanTree): Sayings {
  const places = new Map<string, number[]>([...asked].map((text) => [text, []]));
  for (const { spanId, message } of reports) {
    const subtree = spanId === null ? undefined : tree.subtreeOf(spanId);
    if (subtree === undefined) continue;
    places.get('')?.push(subtree.first);
    if (message !== '') places.get(message)?.push(subtree.first);
  }
  for (const list of places.values()) list.sort((a, b) => a - b);
  return places;
}

/** Whether the text was reported at a place from `first` to `last`. */
function isSaid(places: Sayings, text: string, first: number, last: number): boolean {
  const list = places.get(text) ?? [];
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  return (list[low] ?? Infinity) <= last;
}

/** Whether only the platform can know it; no exception of the function can be its cause. */
function isVerdict({ source, type }: ErrorReport): boolean {
  return source === 'outcome' && type !== 'error';
}

function compareReports(a: ErrorReport, b: ErrorReport): number {
  return (
    (a.source === b.source ? 0 : a.source === 'log' ? 1 : -1) ||
    compare(a.timeNs, b.timeNs) ||
    // Reports with a stack come first.
    compare(b.stack, a.stack) ||
    compare(a.version ?? '', b.version ?? '')
  );
}
