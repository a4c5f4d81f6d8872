import { SKEW_MS } from './clock-skew';
import type { TimedSpan, Tree } from './tree';

interface NamedSpan extends TimedSpan {
  readonly service: string;
  /** Whether its attributes and events were removed; false if omitted. */
  readonly isThinned?: boolean;
}

/**
 * What a reader must know before relying on the trace, in sentences: spans that were cut, missing parents, cycles, differing
 * clocks. `tree` has the times as drawn.
 */
export function traceWarnings<Item extends NamedSpan>({
  tree: { nodes, orphans, cycles },
  moved,
  stored,
}: {
  readonly tree: Tree<Item>;
  readonly moved: ReadonlyMap<string, number>;
  readonly stored: number;
}): readonly string[] {
  const early = nodes.filter(
    ({ span, parent }) => parent !== null && span.startTime < parent.span.startTime - SKEW_MS,
  ).length;
  const warnings: string[] = [];
  if (stored > nodes.length) warnings.push(`only the first ${nodes.length} of ${stored} spans are shown`);
  if (orphans > 0)
    warnings.push(
      `${count(orphans, 'span names', 'spans name')} a parent that has not arrived or is not traced`,
    );
  if (cycles > 0)
    warnings.push(`${count(cycles, 'cycle', 'cycles')} of parents cut open at the earliest span`);
  if (early > 0)
    warnings.push(
      `${count(early, 'span starts', 'spans start')} before its parent: the clocks of the senders differ`,
    );
  const thinned = nodes.filter(({ span }) => span.isThinned).length;
  if (thinned > 0)
    warnings.push(
      `the attributes and events of ${count(thinned, 'span', 'spans')}, and the log lines, are not kept: this trace is ordinary`,
    );
  return [...warnings, ...skewWarnings(nodes, moved)];
}

/** One sentence for each service whose clock is behind: how many of its spans were moved, and by how much at most. */
function skewWarnings(
  nodes: Tree<NamedSpan>['nodes'],
  moved: ReadonlyMap<string, number>,
): readonly string[] {
  const services = new Map<string, { spans: number; mostMs: number }>();
  for (const { span } of nodes) {
    const delta = moved.get(span.spanId);
    if (delta === undefined) continue;
    const known = services.get(span.service) ?? { spans: 0, mostMs: 0 };
    known.spans += 1;
    known.mostMs = Math.max(known.mostMs, delta);
    services.set(span.service, known);
  }
  return [...services].map(
    ([service, { spans, mostMs }]) =>
      `the clock of ${service === '' ? 'a service' : service} is behind: ${count(spans, 'span is', 'spans are')} ` +
      `drawn ${Number(mostMs.toPrecision(3))} ms later than sent`,
  );
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
