import type { Resource, Span, TelemetryBatch } from '../../model/telemetry';
import { resourceFacts } from './resource-facts';
import type { InternResource } from './resource-pool';
import { storableSpan } from './storable';

/** The spans of each trace, in order and in storable form. */
export function spansByTrace(spans: readonly Span[], intern: InternResource): Map<string, Span[]> {
  const traces = new Map<string, Span[]>();
  for (const received of spans) {
    const span = storableSpan(received, intern);
    const others = traces.get(span.traceId);
    if (others) others.push(span);
    else traces.set(span.traceId, [span]);
  }
  return traces;
}

/** Environments of repeated telemetry count too: the result must not depend on which version of a span came first. */
export function environmentsOf({ spans, logs }: TelemetryBatch, intern: InternResource): Set<string> {
  const environments = new Set<string>();
  let last: Resource | null = null;
  const note = ({ resource }: { readonly resource: Resource }) => {
    // Records of one resource are adjacent.
    if (resource !== last) environments.add(resourceFacts(intern(resource)).environment);
    last = resource;
  };
  spans.forEach(note);
  logs.forEach(note);
  return environments;
}
