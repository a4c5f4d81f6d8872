import { kindNumber, statusNumber } from './enums';
import {
  idField,
  type JsonObject,
  listField,
  numberField,
  objectField,
  textField,
  timeField,
} from './json-fields';
import { readAttributes } from './json-values';
import { MAX_MESSAGE_BYTES, MAX_NAME_BYTES } from './limits';
import type { RawEvent, RawLink, RawSpan } from './raw';
import type { Tally } from './rejections';

/** Reads one span of a JSON body. @throws Refusal for a field of a wrong type. */
export function readSpan(span: JsonObject, tally: Tally): RawSpan {
  tally.item();
  const status = objectField(span, 'status') ?? {};
  return {
    traceId: idField(span, 'traceId'),
    spanId: idField(span, 'spanId'),
    parentSpanId: idField(span, 'parentSpanId'),
    traceState: textField(span, 'traceState', MAX_MESSAGE_BYTES),
    flags: numberField(span, 'flags') >>> 0,
    name: textField(span, 'name', MAX_NAME_BYTES),
    kind: numberField(span, 'kind', kindNumber),
    startNs: timeField(span, 'startTimeUnixNano'),
    endNs: timeField(span, 'endTimeUnixNano'),
    statusCode: numberField(status, 'code', statusNumber),
    statusMessage: textField(status, 'message', MAX_MESSAGE_BYTES),
    attributes: readAttributes(span),
    events: listField(span, 'events').map((event) => readEvent(event, tally)),
    links: listField(span, 'links').map((link) => readLink(link, tally)),
  };
}

function readEvent(event: JsonObject, tally: Tally): RawEvent {
  tally.item();
  return {
    name: textField(event, 'name', MAX_NAME_BYTES),
    timeNs: timeField(event, 'timeUnixNano'),
    attributes: readAttributes(event),
  };
}

function readLink(link: JsonObject, tally: Tally): RawLink {
  tally.item();
  return {
    traceId: idField(link, 'traceId'),
    spanId: idField(link, 'spanId'),
    attributes: readAttributes(link),
  };
}
