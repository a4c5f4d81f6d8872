import type { LogRecord, Resource, Scope, Span, TelemetryBatch } from '../telemetry';
import type { RedactionSettings } from './rule';
import { createValueRedactor } from './value-redactor';

/** The number of values in which each detector and rule found something, by its name. */
export type RedactionCounts = Readonly<Record<string, number>>;

export interface Redactor {
  /** The batch without secrets. Parts without any are returned as the same object. */
  batch(batch: TelemetryBatch): TelemetryBatch;
  /** Counts since the last call. */
  takeCounts(): RedactionCounts;
}

/**
 * Removes secrets from telemetry before it is used for anything else: names, attributes, events, links, status messages, log
 * bodies, resources and scopes. Deterministic, so that repeats are still recognised.
 */
export function createRedactor(settings: RedactionSettings): Redactor {
  let counts = new Map<string, number>();
  const values = createValueRedactor(settings, (by) => counts.set(by, (counts.get(by) ?? 0) + 1));
  const resources = new WeakMap<Resource, Resource>();
  const scopes = new WeakMap<Scope, Scope>();

  /** Resources are shared by all their telemetry, and remain one object. */
  const resourceOf = (resource: Resource): Resource => {
    const known = resources.get(resource);
    if (known) return known;
    const attributes = values.attributes(resource.attributes);
    const redacted = attributes === resource.attributes ? resource : { ...resource, attributes };
    resources.set(resource, redacted);
    return redacted;
  };
  const scopeOf = (scope: Scope): Scope => {
    const known = scopes.get(scope);
    if (known) return known;
    const attributes = values.attributes(scope.attributes);
    const redacted = attributes === scope.attributes ? scope : { ...scope, attributes };
    scopes.set(scope, redacted);
    return redacted;
  };

  const spanOf = (span: Span): Span => {
    const name = values.text(span.name);
    const statusMessage = values.text(span.statusMessage);
    const attributes = values.attributes(span.attributes);
    const events = sameOr(span.events, (event) => {
      const eventName = values.text(event.name);
      const inner = values.attributes(event.attributes);
      return eventName === event.name && inner === event.attributes
        ? event
        : { ...event, name: eventName, attributes: inner };
    });
    const links = sameOr(span.links, (link) => {
      const inner = values.attributes(link.attributes);
      return inner === link.attributes ? link : { ...link, attributes: inner };
    });
    const resource = resourceOf(span.resource);
    const scope = scopeOf(span.scope);
    const isSame =
      name === span.name &&
      statusMessage === span.statusMessage &&
      attributes === span.attributes &&
      events === span.events &&
      links === span.links &&
      resource === span.resource &&
      scope === span.scope;
    return isSame ? span : { ...span, name, statusMessage, attributes, events, links, resource, scope };
  };

  const logOf = (log: LogRecord): LogRecord => {
    const body = values.text(log.body);
    const attributes = values.attributes(log.attributes);
    const resource = resourceOf(log.resource);
    const scope = scopeOf(log.scope);
    const isSame =
      body === log.body && attributes === log.attributes && resource === log.resource && scope === log.scope;
    return isSame ? log : { ...log, body, attributes, resource, scope };
  };

  return {
    batch: (batch) => ({ ...batch, spans: sameOr(batch.spans, spanOf), logs: sameOr(batch.logs, logOf) }),
    takeCounts() {
      const taken = Object.fromEntries(counts);
      counts = new Map();
      return taken;
    },
  };
}

/** The list itself when no item changes. */
function sameOr<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  if (list.length === 0) return list;
  let changed: Item[] | null = null;
  for (const [at, item] of list.entries()) {
    const next = change(item);
    if (next === item && changed === null) continue;
    changed = changed ?? list.slice(0, at);
    changed.push(next);
  }
  return changed ?? list;
}
