import type { Attributes, AttributeValue } from '../../../model/attributes';
import { SPAN_KINDS, type Span, type SpanEvent, type SpanLink, STATUS_CODES } from '../../../model/telemetry';
import type { SpanColumns } from './block';
import type { BlockHead } from './block-head';
import { FIELD } from './fields';
import { HexIds } from './hex-ids';
import { REFERENCE_NEAR, REFERENCE_NONE, SPAN_ID_BYTES } from './layout';
import { readNumbers, unzigzag } from './numbers';
import { RecordReader } from './record-reader';
import { ScopePool } from './scope-pool';
import type { SharedParts } from './shared-parts';
import type { Source } from './streams';
import { readTimes } from './times';

/** The section of the spans. */
export class SpansReader implements SpanColumns {
  readonly startNs: BigInt64Array;
  readonly endNs: BigInt64Array;
  readonly traceIndex: Int32Array;
  readonly resourceIndex: Int32Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  private readonly parents: Int32Array;
  private readonly parentIds: HexIds;
  /** Where the events and links of each span begin; one more element says where the last ones end. */
  private readonly eventStarts: Int32Array;
  private readonly linkStarts: Int32Array;
  private readonly eventTimes: BigInt64Array;
  private readonly records: RecordReader;
  private readonly events: RecordReader;
  private readonly links: RecordReader;
  private readonly scopes = new ScopePool();

  constructor(
    private readonly head: BlockHead,
    private readonly shared: SharedParts,
    source: Source,
  ) {
    const { packed, dense } = source;
    const count = head.spanCount;
    this.traceIndex = sumsOf(readNumbers(count, packed, dense));
    const references = readNumbers(count, packed, dense);
    const { parents, inFull } = parentsOf(references);
    this.parents = parents;
    const at = dense.skip(inFull * SPAN_ID_BYTES);
    this.parentIds = new HexIds(dense.bytes.subarray(at, at + inFull * SPAN_ID_BYTES), SPAN_ID_BYTES);
    this.startNs = readTimes(source, count, head.baseTime);
    this.endNs = readTimes(source, count, this.startNs);
    this.resourceIndex = sumsOf(readNumbers(count, packed, dense));
    this.eventStarts = startsOf(readNumbers(count, packed, dense));
    this.linkStarts = startsOf(readNumbers(count, packed, dense));
    this.records = new RecordReader(count, source);
    const eventCount = this.eventStarts[count] ?? 0;
    this.eventTimes = readTimes(source, eventCount, this.startsOfEvents(count, eventCount));
    this.events = new RecordReader(eventCount, source);
    this.links = new RecordReader(this.linkStarts[count] ?? 0, source);
    this.kind = this.records.bytes(FIELD.kindAndStatus);
    this.status = this.kind.map((both) => both >> 3);
    for (let i = 0; i < count; i += 1) this.kind[i] = (this.kind[i] ?? 0) & 7;
  }

  /** For each event when its span started. */
  private startsOfEvents(spans: number, events: number): BigInt64Array {
    const starts = new BigInt64Array(events);
    for (let event = 0, span = 0; event < events && span < spans; span += 1)
      for (const end = this.eventStarts[span + 1] ?? 0; event < end; event += 1)
        starts[event] = this.startNs[span] ?? 0n;
    return starts;
  }

  idAt(index: number): string {
    return this.head.spanId(index);
  }

  parentIdAt(index: number): string | null {
    const parent = this.parents[index] ?? -1;
    if (parent >= 0) return this.head.spanId(parent);
    if (parent === NO_PARENT) return null;
    return this.parentIds.at(IN_FULL - parent);
  }

  nameAt(index: number): string {
    return this.records.text(index, FIELD.name);
  }

  resourceAt(index: number): Span['resource'] {
    return this.shared.resource(this.resourceIndex[index] ?? -1);
  }

  attributesAt(index: number): Attributes {
    return this.records.attributes(index);
  }

  attributeAt(index: number, key: string): AttributeValue | undefined {
    return this.records.attribute(index, key);
  }

  span(index: number): Span {
    const { records } = this;
    return {
      traceId: this.head.traceId(this.traceIndex[index] ?? -1),
      spanId: this.head.spanId(index),
      parentSpanId: this.parentIdAt(index),
      traceState: records.text(index, FIELD.traceState),
      flags: records.number(index, FIELD.flags),
      name: records.text(index, FIELD.name),
      kind: SPAN_KINDS[this.kind[index] ?? 0] ?? 'unspecified',
      startNs: this.startNs[index] ?? 0n,
      endNs: this.endNs[index] ?? 0n,
      status: STATUS_CODES[this.status[index] ?? 0] ?? 'unset',
      statusMessage: records.text(index, FIELD.statusMessage),
      attributes: records.attributes(index),
      events: this.eventsOf(index),
      links: this.linksAt(index),
      resource: this.resourceAt(index),
      scope: this.scopes.scope(records.text(index, FIELD.scopeName), records.text(index, FIELD.scopeVersion)),
    };
  }

  private eventsOf(index: number): readonly SpanEvent[] {
    const from = this.eventStarts[index] ?? 0;
    const to = this.eventStarts[index + 1] ?? 0;
    if (from === to) return NONE;
    return Array.from({ length: to - from }, (_, i) => ({
      name: this.events.text(from + i, FIELD.name),
      timeNs: this.eventTimes[from + i] ?? 0n,
      attributes: this.events.attributes(from + i),
    }));
  }

  linksAt(index: number): readonly SpanLink[] {
    const from = this.linkStarts[index] ?? 0;
    const to = this.linkStarts[index + 1] ?? 0;
    if (from === to) return NONE;
    return Array.from({ length: to - from }, (_, i) => ({
      traceId: this.links.text(from + i, FIELD.linkTraceId),
      spanId: this.links.text(from + i, FIELD.linkSpanId),
      attributes: this.links.attributes(from + i),
    }));
  }
}

const NONE: readonly never[] = Object.freeze([]);
const NO_PARENT = -1;
/** Less than this: the negative position among the parents that are written in full. */
const IN_FULL = -2;

function parentsOf(references: Float64Array): { readonly parents: Int32Array; readonly inFull: number } {
  const parents = new Int32Array(references.length);
  let inFull = 0;
  for (let i = 0; i < references.length; i += 1) {
    const reference = references[i] ?? REFERENCE_NONE;
    if (reference >= REFERENCE_NEAR) parents[i] = i - unzigzag(reference - REFERENCE_NEAR);
    else parents[i] = reference === REFERENCE_NONE ? NO_PARENT : IN_FULL - inFull++;
  }
  return { parents, inFull };
}

/** The running sum of zigzag differences. */
export function sumsOf(differences: Float64Array): Int32Array {
  const sums = new Int32Array(differences.length);
  let sum = 0;
  for (let i = 0; i < differences.length; i += 1) {
    sum += unzigzag(differences[i] ?? 0);
    sums[i] = sum;
  }
  return sums;
}

function startsOf(counts: Float64Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) starts[i + 1] = (starts[i] ?? 0) + (counts[i] ?? 0);
  return starts;
}
