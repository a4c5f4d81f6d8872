import type { Attributes, AttributeValue } from '../../../model/attributes';
import type { LogRecord, Resource } from '../../../model/telemetry';
import type { LogColumns } from './block';
import type { BlockHead } from './block-head';
import { FIELD } from './fields';
import { HexIds } from './hex-ids';
import { REFERENCE_IN_FULL, REFERENCE_NEAR, REFERENCE_NONE, SPAN_ID_BYTES } from './layout';
import { readNumbers, unzigzag } from './numbers';
import { RecordReader } from './record-reader';
import { ScopePool } from './scope-pool';
import type { SharedParts } from './shared-parts';
import { sumsOf } from './spans-reader';
import type { Source } from './streams';
import type { TextPieces } from './text-reader';
import { readTimes } from './times';

/** The section of the log records. */
export class LogsReader implements LogColumns {
  readonly timeNs: BigInt64Array;
  readonly traceIndex: Int32Array;
  readonly resourceIndex: Int32Array;
  private readonly references: Float64Array;
  /** Of each record: the span of the block that it refers to, or its place among the span ids written in full. */
  private readonly spans: Int32Array;
  private readonly spanIds: HexIds;
  private readRecords: RecordReader | null = null;
  private severities: Uint8Array | null = null;
  private readonly scopes = new ScopePool();

  constructor(
    private readonly head: BlockHead,
    private readonly shared: SharedParts,
    private readonly source: Source,
  ) {
    const { packed, dense } = source;
    const count = head.logCount;
    this.traceIndex = new Int32Array(count);
    this.spans = new Int32Array(count);
    const traces = readNumbers(count, packed, dense);
    this.references = readNumbers(count, packed, dense);
    let trace = 0;
    let inFull = 0;
    let span = 0;
    for (let i = 0; i < count; i += 1) {
      const number = traces[i] ?? 0;
      if (number > 0) trace += unzigzag(number - 1);
      this.traceIndex[i] = number > 0 ? trace : -1;
      const reference = this.references[i] ?? REFERENCE_NONE;
      if (reference >= REFERENCE_NEAR) span += unzigzag(reference - REFERENCE_NEAR);
      this.spans[i] = reference === REFERENCE_IN_FULL ? inFull++ : span;
    }
    const at = dense.skip(inFull * SPAN_ID_BYTES);
    this.spanIds = new HexIds(dense.bytes.subarray(at, at + inFull * SPAN_ID_BYTES), SPAN_ID_BYTES);
    this.timeNs = readTimes(source, count, head.baseTime);
    this.resourceIndex = sumsOf(readNumbers(count, packed, dense));
  }

  get severity(): Uint8Array {
    this.severities ??= this.records.bytes(FIELD.severity);
    return this.severities;
  }

  spanIdAt(index: number): string | null {
    const reference = this.references[index] ?? REFERENCE_NONE;
    const span = this.spans[index] ?? 0;
    if (reference === REFERENCE_NONE) return null;
    if (reference >= REFERENCE_NEAR) return this.head.spanId(span);
    return this.spanIds.at(span);
  }

  bodyAt(index: number): string {
    return this.records.text(index, FIELD.body);
  }

  bodyPiecesAt(index: number): TextPieces | null {
    return this.records.pieces(index, FIELD.body);
  }

  resourceAt(index: number): Resource {
    return this.shared.resource(this.resourceIndex[index] ?? -1);
  }

  attributesAt(index: number): Attributes {
    return this.records.attributes(index);
  }

  attributeAt(index: number, key: string): AttributeValue | undefined {
    return this.records.attribute(index, key);
  }

  /** Read when they are first asked for: who looks for a time mostly finds that there is none. */
  private get records(): RecordReader {
    this.readRecords ??= new RecordReader(this.head.logCount, this.source);
    return this.readRecords;
  }

  log(index: number): LogRecord {
    const { records } = this;
    const trace = this.traceIndex[index] ?? -1;
    const repeat = records.number(index, FIELD.repeat);
    return {
      timeNs: this.timeNs[index] ?? 0n,
      ...(records.field(index, FIELD.timeIsReceipt) === true && { timeIsReceipt: true }),
      ...(repeat > 0 && { repeat }),
      severity: this.severity[index] ?? 0,
      severityText: records.text(index, FIELD.severityText),
      body: records.text(index, FIELD.body),
      attributes: records.attributes(index),
      traceId: trace < 0 ? null : this.head.traceId(trace),
      spanId: this.spanIdAt(index),
      resource: this.resourceAt(index),
      scope: this.scopes.scope(records.text(index, FIELD.scopeName), records.text(index, FIELD.scopeVersion)),
    };
  }
}
