import { byteLength } from '../host/node';
import { describeHttpResult, statusOf } from '../http/http-result';
import type { FaasTrigger } from '../options';
import type { ResultDescription } from '../platform';
import { recordOf, textOf } from '../value';

/**
 * What a Lambda result says: of an HTTP answer its status and size; of a batch how many of its items are to be
 * delivered again.
 */
export function describeLambdaResult(result: unknown, trigger: FaasTrigger): ResultDescription | undefined {
  const fields = recordOf(result);
  if (trigger === 'http') {
    // Lambda@Edge answers with `status`; function URLs and HTTP APIs turn any other value into a body.
    return describeHttpResult(statusOf(fields.statusCode ?? fields.status), bodyBytes(fields));
  }
  const failures = fields.batchItemFailures;
  return Array.isArray(failures)
    ? { attributes: { 'faaslens.batch.failed_count': failures.length } }
    : undefined;
}

function bodyBytes({ body, isBase64Encoded }: Readonly<Record<string, unknown>>): number | undefined {
  const text = textOf(body);
  if (text === undefined) return undefined;
  if (isBase64Encoded !== true) return byteLength(text);
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4);
}
