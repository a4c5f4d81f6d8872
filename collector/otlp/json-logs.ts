import { severityNumber } from './enums';
import { field, idField, type JsonObject, numberField, textField, timeField } from './json-fields';
import { readAttributes, readValue } from './json-values';
import { MAX_LOG_BODY_BYTES, MAX_NAME_BYTES } from './limits';
import { bodyText } from './log-record';
import type { RawLog } from './raw';
import type { Tally } from './rejections';

/** Reads one log record of a JSON body. @throws Refusal for a field of a wrong type. */
export function readLog(log: JsonObject, tally: Tally): RawLog {
  tally.item();
  return {
    traceId: idField(log, 'traceId'),
    spanId: idField(log, 'spanId'),
    timeNs: timeField(log, 'timeUnixNano'),
    observedNs: timeField(log, 'observedTimeUnixNano'),
    severity: numberField(log, 'severityNumber', severityNumber),
    severityText: textField(log, 'severityText', MAX_NAME_BYTES),
    body: bodyText(readValue(field(log, 'body'), { left: MAX_LOG_BODY_BYTES }, 1)),
    eventName: textField(log, 'eventName', MAX_NAME_BYTES),
    attributes: readAttributes(log),
  };
}
