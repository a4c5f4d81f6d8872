import { FaaslensError } from '@/core/errors';
import { malformed } from '../otlp/errors';
import { isObject } from '../otlp/json-fields';
import { isBase64, parseFeedJson, UnpackRoom } from './json-body';

/** What one request of Amazon Data Firehose delivers. */
export interface FirehoseDelivery {
  /** The same for repeated deliveries. */
  readonly requestId: string;
  readonly timestampMs: number;
  /** Unparsed; each is read by `dataOf`. */
  readonly records: readonly unknown[];
}

const MAX_RECORDS = 10_000;

/**
 * Reads a request body of Firehose's HTTP endpoint protocol, gzipped or not.
 * @throws FaaslensError `invalid_input` when it is not such a body, `too_large` beyond Firehose's own limits.
 */
export function parseFirehose(body: Uint8Array, room = new UnpackRoom()): FirehoseDelivery {
  const sent = parseFeedJson(body, 'the Firehose body', room);
  if (
    !isObject(sent) ||
    typeof sent.requestId !== 'string' ||
    sent.requestId === '' ||
    !Array.isArray(sent.records)
  )
    throw malformed('a Firehose body needs requestId and the list records');
  if (sent.records.length > MAX_RECORDS)
    throw new FaaslensError('too_large', `a Firehose body has at most ${MAX_RECORDS} records`);
  return {
    requestId: sent.requestId.slice(0, 256),
    timestampMs: typeof sent.timestamp === 'number' ? sent.timestamp : 0,
    records: sent.records,
  };
}

/**
 * The base64-decoded data of a record: gzipped JSON for CloudWatch Logs, protobuf for metric streams.
 * @throws FaaslensError `invalid_input` when it has none.
 */
export function dataOf(record: unknown): Uint8Array {
  if (!isObject(record) || typeof record.data !== 'string' || !isBase64(record.data))
    throw malformed('a Firehose record needs data in base64');
  return Buffer.from(record.data, 'base64');
}

/**
 * The response that Firehose expects for success and, with a message, for failure: JSON with the request's id, to be sent as
 * `application/json` with a content length and uncompressed. Firehose takes anything else as a failure.
 */
export function firehoseAnswer(requestId: string, nowMs: number, errorMessage?: string): string {
  const answer = { requestId, timestamp: Math.trunc(nowMs) };
  return JSON.stringify(
    errorMessage === undefined ? answer : { ...answer, errorMessage: errorMessage.slice(0, 8192) },
  );
}

/** Where a delivery comes from, by its header `X-Amz-Firehose-Source-Arn`; '' for what the header does not say. */
export function firehoseSource(arn: string): { readonly region: string; readonly accountId: string } {
  const [, region = '', accountId = ''] = /^arn:aws[\w-]*:firehose:([\w-]{0,64}):(\d{0,12}):/.exec(arn) ?? [];
  return { region, accountId };
}

/**
 * The attributes in the header `X-Amz-Firehose-Common-Attributes`, which describe the resource of what is delivered; empty
 * without the header. @throws FaaslensError `invalid_input` when it is not what Firehose sends.
 */
export function commonAttributes(header: string): Readonly<Record<string, string>> {
  if (header === '') return {};
  const sent = parseFeedJson(Buffer.from(header), 'the header X-Amz-Firehose-Common-Attributes');
  const attributes = isObject(sent) ? sent.commonAttributes : undefined;
  if (!isObject(attributes)) throw malformed('X-Amz-Firehose-Common-Attributes needs commonAttributes');
  const texts = Object.entries(attributes).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key.slice(0, 256), value.slice(0, 1024)]] : [],
  );
  return Object.fromEntries(texts.slice(0, 50));
}
