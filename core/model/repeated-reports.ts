import { stringAttribute } from './attributes';
import { platformOf } from './faas-resource';
import { groupBy } from './group-by';
import type { UnpricedInvocation } from './invocation';
import { compare } from './order';
import type { Span } from './telemetry';

/** A span recognised as an invocation, before duplicate reports of one execution are removed. */
export interface Recognised {
  readonly span: Span;
  readonly resourceKey: number | string;
  readonly details: UnpricedInvocation;
}

/** One span per execution, in the given order; which one is kept does not depend on that order. */
export function withoutRepeats(recognised: readonly Recognised[]): readonly Recognised[] {
  if (recognised.length < 2) return recognised;
  return withoutDoubles(withoutAzureHosts(recognised));
}

/**
 * The host of an Azure function reports the same execution as its worker, in the parent span: the worker's span counts, with what
 * only the host knows, such as the function's name.
 */
function withoutAzureHosts(recognised: readonly Recognised[]): readonly Recognised[] {
  const azure = new Map(recognised.filter(isAzure).map((one) => [one.span.spanId, one]));
  const hostOf = new Map<Recognised, Recognised>();
  for (const worker of azure.values()) {
    const host = azure.get(worker.span.parentSpanId ?? '');
    if (host && host.resourceKey !== worker.resourceKey) hostOf.set(worker, host);
  }
  if (hostOf.size === 0) return recognised;
  const hosts = new Set(hostOf.values());
  return recognised
    .filter((one) => !hosts.has(one))
    .map((one) => {
      const host = hostOf.get(one);
      return host ? { ...one, details: completedByHost(one, host) } : one;
    });
}

function completedByHost({ span, details }: Recognised, host: Recognised): UnpricedInvocation {
  const isNamed = stringAttribute(span.attributes, 'faas.name') !== null;
  return {
    ...details,
    function: isNamed ? details.function : host.details.function,
    invocationId: details.invocationId ?? host.details.invocationId,
    trigger: host.details.trigger ?? details.trigger,
    coldStart: details.coldStart ?? host.details.coldStart,
  };
}

function isAzure({ span }: Recognised): boolean {
  return (platformOf(span.resource.attributes) ?? platformOf(span.attributes)) === 'azure.functions';
}

/**
 * A function that is wrapped twice reports one execution in two spans with the same invocation id, one inside the other: the outer
 * one counts. A retry has the same id too, but comes afterwards.
 */
function withoutDoubles(recognised: readonly Recognised[]): readonly Recognised[] {
  const named = recognised.filter(({ details }) => details.invocationId !== null);
  const byInvocation = groupBy(named, ({ details }) => details.invocationId);
  const inner = new Set([...byInvocation.values()].flatMap(innerOnes));
  return recognised.filter((one) => !inner.has(one));
}

function innerOnes(group: readonly Recognised[]): readonly Recognised[] {
  if (group.length < 2) return [];
  const byId = new Map(group.map((one) => [one.span.spanId, one]));
  const outerFirst = group
    .filter((one) => !hasAncestor(one, byId))
    .sort(
      (a, b) =>
        compare(a.span.startNs, b.span.startNs) ||
        compare(b.span.endNs, a.span.endNs) ||
        compare(a.span.spanId, b.span.spanId),
    );
  const outer: Recognised[] = [];
  for (const one of outerFirst) if (!outer.some((other) => overlap(other.span, one.span))) outer.push(one);
  return group.filter((one) => !outer.includes(one));
}

/** Whether the parents lead to another span of the group; false in a cycle. */
function hasAncestor(one: Recognised, byId: ReadonlyMap<string, Recognised>): boolean {
  const seen = new Set<Recognised>([one]);
  let top = one;
  for (;;) {
    const parent = byId.get(top.span.parentSpanId ?? '');
    if (!parent) return top !== one;
    if (seen.has(parent)) return false;
    seen.add(parent);
    top = parent;
  }
}

function overlap(a: Span, b: Span): boolean {
  return a.startNs < b.endNs && b.startNs < a.endNs;
}
