import { type Attributes, stringAttribute } from './attributes';
import { normaliseAttributes } from './normalise';
import type { TelemetryBatch } from './telemetry';

interface Sent {
  readonly attributes: Attributes;
  readonly resource: { readonly attributes: Attributes };
}

/**
 * The part of a batch sent by functions of one environment, according to their resource. '' selects functions whose resource
 * names none; there, spans that name one are dropped too, because `identifyFunction` would believe them.
 */
export function batchOfEnvironment(environment: string, batch: TelemetryBatch): TelemetryBatch {
  const named = new Map<object, string>();
  const ofResource = (resource: Sent['resource']) => {
    const known = named.get(resource) ?? nameIn(resource.attributes);
    named.set(resource, known);
    return known;
  };
  const isOf = ({ attributes, resource }: Sent) =>
    ofResource(resource) === environment && (environment !== '' || nameIn(attributes) === '');
  return {
    spans: batch.spans.filter(isOf),
    logs: batch.logs.filter(isOf),
    ...(batch.metrics && { metrics: batch.metrics.filter(isOf) }),
  };
}

function nameIn(attributes: Attributes): string {
  return stringAttribute(normaliseAttributes(attributes), 'deployment.environment.name') ?? '';
}
