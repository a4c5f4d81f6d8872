import type { Attributes, AttributeValue } from '../../../model/attributes';
import type { LogRecord, Resource } from '../../../model/telemetry';
import { mix } from '../../derive/hash';
import { resourceText } from '../../derive/span-versions';

/** 64 bits, not negative. */
export type LogHash = bigint;

/**
 * A hash of a log record's identity: equal for records that are the same one. Those are equal in time (unless it is the
 * time of receipt), repeat, severity, severity text, body, attributes, trace, span, resource (in any order of its keys)
 * and scope name. Not cryptographic: records of equal hash must be compared by `sameLog`. It is shown in ids of log
 * rows, so it must never change.
 */
export function logHash(log: LogRecord): LogHash {
  a = 0x811c9dc5 | 0;
  b = 0x9747b28c | 0;
  if (log.timeIsReceipt) take(1);
  else takeTime(log.timeNs);
  take(log.repeat ?? 0);
  take(log.severity);
  takeText(log.severityText);
  takeText(log.body);
  takeAttributes(log.attributes);
  takeText(log.traceId ?? '');
  takeText(log.spanId ?? '');
  takeResource(log.resource);
  takeText(log.scope.name);
  words[0] = mix(a ^ Math.imul(b, 0x2c1b3c6d));
  words[1] = mix(b ^ Math.imul(a, 0x297a2d39));
  return whole[0] ?? 0n;
}

/** Whether the two are the same record, by all that `logHash` hashes. */
export function sameLog(one: LogRecord, other: LogRecord): boolean {
  const timeless = one.timeIsReceipt ?? false;
  return (
    timeless === (other.timeIsReceipt ?? false) &&
    (timeless || one.timeNs === other.timeNs) &&
    (one.repeat ?? 0) === (other.repeat ?? 0) &&
    one.severity === other.severity &&
    one.severityText === other.severityText &&
    one.body === other.body &&
    one.traceId === other.traceId &&
    one.spanId === other.spanId &&
    one.scope.name === other.scope.name &&
    (one.resource === other.resource || resourceText(one.resource) === resourceText(other.resource)) &&
    (one.attributes === other.attributes ||
      JSON.stringify(one.attributes) === JSON.stringify(other.attributes))
  );
}

const whole = new BigUint64Array(1);
const words = new Uint32Array(whole.buffer);

/** The two halves while a record is hashed; hashing is too frequent for an object of its own each time. */
let a = 0;
let b = 0;

function take(unit: number): void {
  a = Math.imul(a ^ unit, 0x01000193);
  b = Math.imul(b ^ unit ^ (b >>> 15), 0x5bd1e995);
}

function takeText(text: string): void {
  // The length parts what would otherwise run together.
  take(text.length);
  for (let at = 0; at < text.length; at += 1) take(text.charCodeAt(at));
}

const time = new BigInt64Array(1);
const timeWords = new Int32Array(time.buffer);

function takeTime(ns: bigint): void {
  time[0] = ns;
  take(timeWords[0] ?? 0);
  take(timeWords[1] ?? 0);
}

function takeAttributes(attributes: Attributes): void {
  for (const key of Object.keys(attributes)) {
    takeText(key);
    takeValue(attributes[key] ?? null);
  }
  take(0);
}

/** As their JSON tells values apart: 0 and -0 are one there. */
function takeValue(value: AttributeValue): void {
  if (typeof value === 'string') takeText(value);
  else if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) {
    take(-1);
    take(value);
  } else {
    take(-2);
    takeText(JSON.stringify(value));
  }
}

const resources = new WeakMap<Resource, readonly [number, number]>();

function takeResource(resource: Resource): void {
  let parts = resources.get(resource);
  if (!parts) {
    const text = resourceText(resource);
    const [outerA, outerB] = [a, b];
    [a, b] = [1, 2];
    takeText(text);
    parts = [a, b];
    [a, b] = [outerA, outerB];
    resources.set(resource, parts);
  }
  take(parts[0]);
  take(parts[1]);
}
