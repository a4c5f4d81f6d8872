import type { TraceSpanView } from '@/core/model/views';

/**
 * The spans in which every word occurs, without regard to case: in name, service, status message, kind, status or id;
 * `cold` finds cold starts, `init` also the start of environments. Nothing is found by an empty text.
 */
export function findSpans(spans: readonly TraceSpanView[], text: string): readonly TraceSpanView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return spans.filter((span) => {
    const searched = searchedText(span);
    return words.every((word) => searched.includes(word));
  });
}

const NUL = '\0';

function searchedText(span: TraceSpanView): string {
  const marks = `${span.coldStart === true ? 'cold' : ''}${NUL}${span.isInit ? 'init' : ''}`;
  return [span.name, span.service, span.statusMessage, span.kind, span.status, span.spanId, marks]
    .join(NUL)
    .toLowerCase();
}

/** The match after (or before) the active span in the order given, going round; null without matches. */
export function nextMatch(
  matches: readonly TraceSpanView[],
  spans: readonly TraceSpanView[],
  active: string | null,
  step: 1 | -1,
): TraceSpanView | null {
  if (matches.length === 0) return null;
  const at = matches.findIndex((span) => span.spanId === active);
  if (at >= 0) return matches.at((at + step) % matches.length) ?? null;
  const places = new Map(spans.map((span, index) => [span.spanId, index]));
  const from = active === null ? -1 : (places.get(active) ?? -1);
  const placeOf = (span: TraceSpanView) => places.get(span.spanId) ?? 0;
  return step === 1
    ? (matches.find((span) => placeOf(span) > from) ?? matches[0] ?? null)
    : (matches.findLast((span) => placeOf(span) < from) ?? matches.at(-1) ?? null);
}
