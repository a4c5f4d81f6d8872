import { type Attributes, stringAttribute } from '../attributes';

/** The version of the code that ran: the function's, else the service's; null when the sender names none. */
export function versionOf(own: Attributes, resource: Attributes): string | null {
  const function_ = stringAttribute(resource, 'faas.version') ?? stringAttribute(own, 'faas.version');
  const service = stringAttribute(resource, 'service.version');
  // Lambda names every unpublished version `$LATEST`, which does not distinguish deployments.
  return function_ === null || function_ === '$LATEST' ? (service ?? function_) : function_;
}
