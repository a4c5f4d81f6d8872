import type { LogRecord } from '../../../model/telemetry';
import type { BlockIds } from './block-ids';
import { FIELD } from './fields';
import { REFERENCE_IN_FULL, REFERENCE_NEAR, REFERENCE_NONE, SPAN_ID_BYTES } from './layout';
import { writeNumbers, zigzag } from './numbers';
import { writeRecords } from './record-writer';
import type { RecordSink } from './records';
import type { ResourceList } from './resources';
import { Sink } from './streams';
import { writeTimes } from './times';

/** The section of the log records, step by step. */
export function* writeLogs(
  logs: readonly LogRecord[],
  ids: BlockIds,
  resources: ResourceList,
  base: bigint,
): Generator<void, Sink> {
  const sink = new Sink(logs.length);
  const { packed, dense } = sink;
  const times = new BigInt64Array(logs.length);
  const traces: number[] = [];
  const references: number[] = [];
  const inFull: string[] = [];
  const ofResource: number[] = [];
  let trace = 0;
  let span = 0;
  let resource = 0;
  logs.forEach((log, i) => {
    times[i] = log.timeNs;
    const thisTrace = log.traceId === null ? null : ids.traceIndex(log.traceId);
    traces.push(thisTrace === null ? 0 : 1 + zigzag(thisTrace - trace));
    trace = thisTrace ?? trace;
    const thisSpan = log.spanId === null ? undefined : ids.spanIndex(log.spanId);
    if (thisSpan !== undefined) references.push(REFERENCE_NEAR + zigzag(thisSpan - span));
    else references.push(log.spanId === null ? REFERENCE_NONE : REFERENCE_IN_FULL);
    if (thisSpan === undefined && log.spanId !== null) inFull.push(log.spanId);
    span = thisSpan ?? span;
    const thisResource = resources.indexOf(log.resource);
    ofResource.push(zigzag(thisResource - resource));
    resource = thisResource;
  });
  writeNumbers(traces, packed, dense);
  writeNumbers(references, packed, dense);
  dense.hex(inFull.join(''), inFull.length * SPAN_ID_BYTES);
  writeTimes(sink, times, base);
  writeNumbers(ofResource, packed, dense);
  yield* writeRecords(logs, describeLog, sink);
  return sink;
}

function describeLog(log: LogRecord, sink: RecordSink): void {
  if (log.severity !== 0) sink.field(FIELD.severity, log.severity);
  if (log.severityText !== '') sink.field(FIELD.severityText, log.severityText);
  if (log.scope.name !== '') sink.field(FIELD.scopeName, log.scope.name);
  if (log.scope.version !== '') sink.field(FIELD.scopeVersion, log.scope.version);
  if (log.repeat) sink.field(FIELD.repeat, log.repeat);
  if (log.timeIsReceipt) sink.field(FIELD.timeIsReceipt, true);
  if (log.body !== '') sink.field(FIELD.body, log.body);
  sink.attributes(log.attributes);
}
