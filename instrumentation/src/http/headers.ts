import { recordOf, textOf, type UnknownRecord } from '../value';

/** Reads one header whatever the case of its name; the first value where there are several. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * API Gateway and ALB give `headers`, `multiValueHeaders` or both, the names as the client wrote them; CloudFront gives
 * `{name: [{key, value}]}`.
 */
export function headersOf(event: UnknownRecord): HeaderReader {
  const found = new Map<string, string>();
  for (const source of [event.multiValueHeaders, event.headers]) {
    for (const [name, value] of Object.entries(recordOf(source))) {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      const text = textOf(first) ?? textOf(recordOf(first).value);
      if (text !== undefined) found.set(name.toLowerCase(), text);
    }
  }
  return (name) => found.get(name);
}

/**
 * Whether Google's front end handed on the request, as it tells by a header of its own. It writes `traceparent` itself
 * and samples about one request in a second, whatever the function samples.
 */
export const isFromGoogle = (read: HeaderReader): boolean => read('x-cloud-trace-context') !== undefined;
