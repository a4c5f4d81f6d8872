import { CLOUDWATCH_SCOPE } from '@/core/model/platform/feed-scopes';
import type { LogRecord, Scope } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { isObject, type JsonObject } from '../otlp/json-fields';
import { MAX_ITEMS } from '../otlp/limits';
import { safeText } from '../otlp/text';
import { CurrentRequest } from './current-request';
import type { FeedSource } from './delivery';
import { plausibleTimeMs, toFeedLog } from './feed-log';
import { lineFacts } from './function-line';
import { isBase64, isGzip, parseFeedJson, UnpackRoom } from './json-body';
import { resourceOfStream } from './lambda-resource';

const SCOPE: Scope = { name: CLOUDWATCH_SCOPE, version: '', attributes: {} };

/**
 * The records of one payload of a CloudWatch Logs subscription, gzipped or not; empty for AWS's probes (`CONTROL_MESSAGE`).
 * CloudWatch's event id is kept as `log.record.uid`, so that a repeated delivery yields the same records. `source` is what the
 * delivery says outside the payload, `room` what it may unpack to. Messages are kept as written except for the line end.
 * Level and request id are read from the usual formats; plain lines belong to the request between whose START and END they
 * stand.
 * @throws FaaslensError `invalid_input` when it is not such a payload, `too_large` when it unpacks to too much.
 */
export function logsOfCloudWatch(
  payload: Uint8Array,
  source: FeedSource,
  receivedNs: bigint,
  room = new UnpackRoom(),
): readonly LogRecord[] {
  const sent = parseFeedJson(payload, 'the CloudWatch payload', room);
  if (!isObject(sent) || typeof sent.messageType !== 'string')
    throw malformed(
      'a CloudWatch Logs payload needs messageType: send what a subscription filter delivers, as it came',
    );
  if (sent.messageType !== 'DATA_MESSAGE') return [];
  const { logEvents } = sent;
  if (!Array.isArray(logEvents)) throw malformed('a CloudWatch Logs payload needs the list logEvents');
  if (logEvents.length > MAX_ITEMS)
    throw malformed(`a CloudWatch Logs payload has at most ${MAX_ITEMS} events`);
  const { attributes } = resourceOfStream({
    accountId: textOf(sent, 'owner'),
    region: source.region,
    logGroup: textOf(sent, 'logGroup'),
    logStream: textOf(sent, 'logStream'),
  });
  const resource = { attributes: { ...attributes, ...source.attributes } };
  const current = new CurrentRequest();
  return logEvents.filter(isObject).map((event) => {
    const text = typeof event.message === 'string' ? event.message.trimEnd() : '';
    const id = textOf(event, 'id');
    const isBorder = current.follow(text);
    const facts = lineFacts(text);
    return toFeedLog(
      {
        timeMs: plausibleTimeMs(event.timestamp),
        text,
        facts: isBorder ? facts : { ...facts, requestId: facts.requestId ?? current.get() },
        attributes: id === '' ? {} : { 'log.record.uid': id },
      },
      resource,
      SCOPE,
      receivedNs,
    );
  });
}

function textOf(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? safeText(value.slice(0, 512)) : '';
}

/**
 * The payload inside the event with which CloudWatch Logs invokes a function, `{"awslogs":{"data":"<base64>"}}`; a payload
 * that was already unwrapped is returned unchanged.
 * @throws FaaslensError `invalid_input` that names the field when it is not such an event.
 */
export function payloadOfEvent(body: Uint8Array, room: UnpackRoom): Uint8Array {
  if (isGzip(body)) return body;
  const event = parseFeedJson(body, 'the body', room);
  if (isObject(event) && typeof event.messageType === 'string') return body;
  const awslogs = isObject(event) ? event.awslogs : undefined;
  const data = isObject(awslogs) ? awslogs.data : undefined;
  if (typeof data !== 'string' || !isBase64(data))
    throw malformed(
      'the body needs awslogs.data in base64: forward the whole event as JSON, as the function got it',
    );
  return Buffer.from(data, 'base64');
}
