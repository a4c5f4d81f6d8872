const KINDS = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const STATUSES = { unset: 0, ok: 1, error: 2 };

/** Writes protobuf into one growing buffer; what has a length is written first and measured afterwards. */
class ProtoWriter {
  #bytes = Buffer.allocUnsafe(1 << 20);
  #at = 0;

  /** What was written since the last call. */
  take() {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    return bytes;
  }

  message(field, write) {
    this.#varint(field * 8 + 2);
    this.#reserve(4);
    const start = this.#at;
    // Four bytes hold any length here; a varint may be longer than it must be.
    this.#at += 4;
    write(this);
    const length = this.#at - start - 4;
    for (let byte = 0; byte < 4; byte++) {
      this.#bytes[start + byte] = ((length >>> (7 * byte)) & 0x7f) | (byte < 3 ? 0x80 : 0);
    }
  }

  text(field, text) {
    if (text === '') return;
    this.#varint(field * 8 + 2);
    const length = Buffer.byteLength(text);
    this.#varint(length);
    this.#reserve(length);
    this.#at += this.#bytes.write(text, this.#at);
  }

  hex(field, digits) {
    this.#varint(field * 8 + 2);
    this.#varint(digits.length / 2);
    this.#reserve(digits.length / 2);
    this.#at += this.#bytes.write(digits, this.#at, 'hex');
  }

  /** Nothing for 0, which is the default. */
  number(field, value) {
    if (value !== 0) this.integer(field, value);
  }

  /** Also 0: a value that is left out would be no value. */
  integer(field, value) {
    this.#varint(field * 8);
    this.#varint(value);
  }

  flag(field, value) {
    this.integer(field, value ? 1 : 0);
  }

  fixed64(field, value) {
    this.#varint(field * 8 + 1);
    this.#reserve(8);
    this.#at = this.#bytes.writeBigUInt64LE(value, this.#at);
  }

  fixed32(field, value) {
    this.#varint(field * 8 + 5);
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }

  double(field, value) {
    this.#varint(field * 8 + 1);
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  /** 0 to 2^53. */
  #varint(value) {
    this.#reserve(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#at++] = (rest % 0x80) | 0x80;
    this.#bytes[this.#at++] = rest;
  }

  #reserve(length) {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#bytes.length + length));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

const writer = new ProtoWriter();

/** An ExportTraceServiceRequest of spans of the collector's model; one ResourceSpans for each resource object. */
export function encodeTraces(spans) {
  writeRequest(spans, writeSpan);
  return writer.take();
}

/** The same for log records: an ExportLogsServiceRequest. */
export function encodeLogs(logs) {
  writeRequest(logs, writeLog);
  return writer.take();
}

function writeRequest(records, writeRecord) {
  for (const [resource, ofResource] of groupBy(records, (one) => one.resource)) {
    writer.message(1, () => {
      writer.message(1, () => writeAttributes(1, resource.attributes));
      for (const [scope, ofScope] of groupBy(ofResource, (one) => one.scope)) {
        writer.message(2, () => {
          writer.message(1, () => {
            writer.text(1, scope.name);
            writer.text(2, scope.version);
          });
          for (const record of ofScope) writer.message(2, () => writeRecord(record));
        });
      }
    });
  }
}

function writeSpan(span) {
  writer.hex(1, span.traceId);
  writer.hex(2, span.spanId);
  if (span.parentSpanId !== null) writer.hex(4, span.parentSpanId);
  writer.text(5, span.name);
  writer.number(6, KINDS[span.kind]);
  writer.fixed64(7, span.startNs);
  writer.fixed64(8, span.endNs);
  writeAttributes(9, span.attributes);
  for (const event of span.events) {
    writer.message(11, () => {
      writer.fixed64(1, event.timeNs);
      writer.text(2, event.name);
      writeAttributes(3, event.attributes);
    });
  }
  if (span.status !== 'unset') {
    writer.message(15, () => {
      writer.text(2, span.statusMessage);
      writer.number(3, STATUSES[span.status]);
    });
  }
  writer.fixed32(16, span.flags);
}

function writeLog(log) {
  writer.fixed64(1, log.timeNs);
  writer.number(2, log.severity);
  writer.text(3, log.severityText);
  writer.message(5, () => writer.text(1, log.body));
  writeAttributes(6, log.attributes);
  writer.hex(9, log.traceId);
  writer.hex(10, log.spanId);
  writer.fixed64(11, log.timeNs);
}

function writeAttributes(field, attributes) {
  for (const key of Object.keys(attributes)) {
    writer.message(field, () => {
      writer.text(1, key);
      writer.message(2, () => writeValue(attributes[key]));
    });
  }
}

function writeValue(value) {
  if (typeof value === 'string') writer.text(1, value);
  else if (typeof value === 'boolean') writer.flag(2, value);
  else if (Number.isInteger(value)) writer.integer(3, value);
  else writer.double(4, value);
}

/** In the order in which the groups first occur. */
function groupBy(records, keyOf) {
  const groups = new Map();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group) group.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}
