import { decode } from '../outgoing/decode';

/**
 * Reads the `k=v,k2=v2` form of `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_EXPORTER_OTLP_HEADERS`, percent-decoding both
 * sides. Pairs without a key or without `=` are left out; a later pair wins over an earlier one.
 */
export function parseKeyValues(text: string | undefined): Record<string, string> {
  const result: Record<string, string> = {};
  for (const pair of (text ?? '').split(',')) {
    const separator = pair.indexOf('=');
    if (separator <= 0) continue;
    const key = decode(pair.slice(0, separator).trim());
    if (key !== '') result[key] = decode(pair.slice(separator + 1).trim());
  }
  return result;
}
