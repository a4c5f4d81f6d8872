import type { Environment } from '../config/environment';
import type { Attributes } from '../trace/attributes';
import { webResource } from './web-resource';

/**
 * The service that this process is, without a function's name: on hosts that serve several functions by one process,
 * and those that tell the name with a request only, it stands on the span.
 */
export function namelessResource(env: Environment): Attributes {
  return { ...webResource(env), 'faas.name': undefined };
}
