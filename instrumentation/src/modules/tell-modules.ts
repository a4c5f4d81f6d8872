import type { Context, Span, Tracer } from '@opentelemetry/api';
import type { ModuleLoad } from './watch-loads';

/** Makes spans of what the start of the environment went into; `under` is the context of a span. */
export type TellModules = (tracer: Tracer, under: (span: Span) => Context) => void;

const MOST = 15;
const LEAST_MS = 1;

/** A span `init` from the start of the process until now, and below it the slowest modules, each within what loaded it. */
export function createTellModules(stop: () => readonly ModuleLoad[]): TellModules {
  return (tracer, under) => {
    const now = performance.now();
    const init = tracer.startSpan('init', { startTime: epoch(0), attributes: { 'faas.coldstart': true } });
    const loads = stop();
    const spans = new Map<number, Span>();
    // In the order in which they began, so that each comes after what loaded it.
    for (const index of slowest(loads)) {
      const load = loads[index];
      if (!load) continue;
      const parent = (load.by === undefined ? undefined : spans.get(load.by)) ?? init;
      const span = tracer.startSpan(
        `load ${load.name}`,
        { startTime: epoch(load.began), attributes: { 'code.module': load.name } },
        under(parent),
      );
      spans.set(index, span);
    }
    for (const [index, span] of spans) span.end(epoch(loads[index]?.ended ?? now));
    init.end(epoch(now));
  };
}

/** The places of the slowest; what loads one is slower than it, so that none is without the one that loaded it. */
export function slowest(loads: readonly ModuleLoad[]): readonly number[] {
  const took = (index: number) => {
    const load = loads[index];
    return load ? load.ended - load.began : 0;
  };
  return [...loads.keys()]
    .filter((index) => took(index) >= LEAST_MS)
    .sort((a, b) => took(b) - took(a) || a - b)
    .slice(0, MOST)
    .sort((a, b) => a - b);
}

/** Ms since the epoch of a moment of `performance.now()`. */
const epoch = (ms: number) => performance.timeOrigin + ms;
