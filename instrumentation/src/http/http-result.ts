import type { ResultDescription } from '../platform';
import type { Attributes } from '../trace/attributes';

/** What an HTTP answer says: its status and size; from 500 on it is an error of the function. */
export function describeHttpResult(
  status: number | undefined,
  bodyBytes: number | undefined,
): ResultDescription {
  const attributes: Attributes = {
    'http.response.status_code': status,
    'http.response.body.size': bodyBytes,
  };
  return { attributes, errorType: status !== undefined && status >= 500 ? String(status) : undefined };
}

/** A status code from whatever a handler gave as one. */
export function statusOf(value: unknown): number | undefined {
  const status = Number(value ?? Number.NaN);
  return Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}
