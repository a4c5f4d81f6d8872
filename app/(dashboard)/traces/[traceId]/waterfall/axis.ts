import type { TraceView } from '@/core/model/views';

/** What the time axis spans, in milliseconds after the trace's start; begins before 0 when an init came first. */
export interface Axis {
  readonly startMs: number;
  readonly endMs: number;
}

/** The axis that fits every span and the init time before cold invocations. Never of length 0. */
export function traceAxis(trace: Pick<TraceView, 'spans' | 'invocations' | 'durationMs'>): Axis {
  const inits = initDurations(trace);
  let startMs = 0;
  let endMs = trace.durationMs;
  for (const span of trace.spans) {
    startMs = Math.min(startMs, span.offsetMs - (inits.get(span.spanId) ?? 0));
    endMs = Math.max(endMs, span.offsetMs + span.durationMs);
  }
  return { startMs, endMs: endMs > startMs ? endMs : startMs + 1 };
}

/** Init time by span, for the invocations that paid for one. */
export function initDurations(trace: Pick<TraceView, 'invocations'>): ReadonlyMap<string, number> {
  return new Map(
    trace.invocations.flatMap((one) =>
      one.initDurationMs !== null && one.initDurationMs > 0 ? [[one.spanId, one.initDurationMs]] : [],
    ),
  );
}

const SHORTEST_MS = 0.001;

/** The part of the axis that the zoom shows; the whole axis when it shows nothing of it. */
export function zoomedAxis(whole: Axis, zoom: Axis | null): Axis {
  if (zoom === null) return whole;
  const startMs = Math.max(whole.startMs, zoom.startMs);
  const endMs = Math.min(whole.endMs, zoom.endMs);
  return endMs - startMs < SHORTEST_MS ? whole : { startMs, endMs };
}

/** The axis around its middle, longer by the factor, moved by a part of its length; within the whole. */
export function movedAxis(
  whole: Axis,
  axis: Axis,
  { by = 0, factor = 1 }: { readonly by?: number; readonly factor?: number },
): Axis {
  const length = Math.max(SHORTEST_MS * 2, (axis.endMs - axis.startMs) * factor);
  const center = (axis.startMs + axis.endMs) / 2 + by * length;
  const latest = Math.max(whole.startMs, whole.endMs - length);
  const startMs = Math.min(latest, Math.max(whole.startMs, center - length / 2));
  return { startMs, endMs: Math.min(whole.endMs, startMs + length) };
}

/** Whether an interval can be seen on the axis. */
export function isOnAxis(axis: Axis, offsetMs: number, durationMs: number): boolean {
  return offsetMs <= axis.endMs && offsetMs + durationMs >= axis.startMs;
}

/** Where an interval lies on the axis, in percent of its length, kept inside it. */
export function placeOn(axis: Axis, offsetMs: number, durationMs: number): { left: number; width: number } {
  const length = axis.endMs - axis.startMs;
  const inside = (value: number) => Math.min(100, Math.max(0, value));
  const left = inside(((offsetMs - axis.startMs) / length) * 100);
  const right = inside(((offsetMs + durationMs - axis.startMs) / length) * 100);
  return { left, width: Math.max(0, right - left) };
}

/** Round times on the axis, about `count` of them, always with 0. */
export function axisTicks(axis: Axis, count: number): readonly number[] {
  const rough = (axis.endMs - axis.startMs) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(axis.startMs / step); index * step <= axis.endMs; index++) {
    // Multiplying keeps 0.3 from becoming 0.30000000000000004 by repeated addition; + 0 turns -0 into 0.
    ticks.push(Number((index * step).toPrecision(12)) + 0);
  }
  return ticks;
}
