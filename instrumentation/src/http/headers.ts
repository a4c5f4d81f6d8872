import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';

/** Reads one header whatever the case of its name; the first value where there are several. */
export type HeaderReader = (name: string) => string | undefined;

/** API Gateway and ALB give `headers`, `multiValueHeaders` or both, the names as the client wrote them. */
export function headersOf(event: UnknownRecord): HeaderReader {
  const found = new Map<string, string>();
  for (const source of [recordOf(event.multiValueHeaders), recordOf(event.headers)]) {
    for (const [name, value] of Object.entries(source)) {
      const text = textOf(Array.isArray(value) ? value[0] : value);
      if (text !== undefined) found.set(name.toLowerCase(), text);
    }
  }
  return (name) => found.get(name);
}

/** CloudFront's form: `{name: [{key, value}]}`. */
export function cloudFrontHeadersOf(headers: unknown): HeaderReader {
  const source = recordOf(headers);
  return (name) => {
    const list = source[name];
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    return isRecord(first) ? textOf(first.value) : undefined;
  };
}
