import { malformed } from './errors';
import { MAX_LOG_BODY_BYTES, MAX_NAME_BYTES } from './limits';
import { bodyText } from './log-record';
import type { ProtoReader } from './proto-reader';
import { readAttribute, readValue } from './proto-values';
import type { RawLog } from './raw';
import type { Tally } from './rejections';
import { AttributeSink } from './values';

/** Reads the current LogRecord. Spans have the same envelope, but differ in field 1. */
export function readLog(reader: ProtoReader, tally: Tally): RawLog {
  tally.item();
  const sink = new AttributeSink();
  const log: RawLog = {
    traceId: '',
    spanId: '',
    timeNs: 0n,
    observedNs: 0n,
    severity: 0,
    severityText: '',
    body: '',
    eventName: '',
    attributes: {},
  };
  const outer = reader.enter();
  while (reader.next()) readField(reader, log, sink);
  reader.leave(outer);
  log.attributes = sink.done();
  return log;
}

function readField(reader: ProtoReader, log: RawLog, sink: AttributeSink): void {
  switch (reader.field) {
    case 1:
      if (reader.wire === 2)
        throw malformed('the body holds spans or metrics, not log records: send spans to /v1/traces');
      log.timeNs = reader.fixed64();
      break;
    case 2:
      log.severity = reader.number();
      break;
    case 3:
      log.severityText = reader.text(MAX_NAME_BYTES);
      break;
    case 5:
      log.body = bodyText(readValue(reader, { left: MAX_LOG_BODY_BYTES }, 1));
      break;
    case 6:
      readAttribute(reader, sink);
      break;
    case 9:
      log.traceId = reader.hex();
      break;
    case 10:
      log.spanId = reader.hex();
      break;
    case 11:
      log.observedNs = reader.fixed64();
      break;
    case 12:
      log.eventName = reader.text(MAX_NAME_BYTES);
      break;
    default:
      reader.skip();
  }
}
