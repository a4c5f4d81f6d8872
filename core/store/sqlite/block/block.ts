import type { AttributeValue } from '../../../model/attributes';
import type { LogRecord, Resource, Span, SpanLink } from '../../../model/telemetry';
import type { TextPieces } from './text-reader';

/** What a block holds, in the order in which it was given to `encodeBlock`. */
export interface BlockContent {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
}

/**
 * An opened block. Opening checks the checksum and reads the header; everything else is inflated and decoded when it is
 * first asked for, column by column. Spans and log records are numbered from 0 in the order they were written. Texts
 * are pieces of the block's whole text and keep it in memory: who keeps one for long should keep a copy.
 */
export interface Block {
  readonly spanCount: number;
  readonly logCount: number;
  /** The distinct trace ids of spans and log records, in the order of first appearance (spans first); no inflating. */
  traceIds(): readonly string[];
  /** The position of a trace in `traceIds()`, or -1; no inflating. */
  indexOfTrace(traceId: string): number;
  /** The resources of spans and log records, each once. */
  resources(): readonly Resource[];
  /**
   * False when no value of a span or log record is exactly this text, which is told without decoding anything; only of a
   * text with a UUID or hex digits, as ids mostly have. Else true.
   */
  mayHold(text: string): boolean;
  /** The spans of one trace, every stored version, in block order; empty when the trace is not in the block. */
  spansOf(traceId: string): readonly Span[];
  /** The log records of one trace in block order; empty when there are none. */
  logsOf(traceId: string): readonly LogRecord[];
  /** Throws RangeError beyond `spanCount`. Objects are made anew by each call; resources and scopes are shared. */
  spanAt(index: number): Span;
  /** Throws RangeError beyond `logCount`. */
  logAt(index: number): LogRecord;
  spanColumns(): SpanColumns;
  logColumns(): LogColumns;
}

/** Columns of the spans for scanning without building objects; the arrays are the block's own: not to be changed. */
export interface SpanColumns {
  readonly startNs: BigInt64Array;
  readonly endNs: BigInt64Array;
  /** Position in `traceIds()`. */
  readonly traceIndex: Int32Array;
  /** Position in `resources()`. */
  readonly resourceIndex: Int32Array;
  /** OTLP's numbers: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: Uint8Array;
  /** OTLP's numbers: 0 unset, 1 ok, 2 error. */
  readonly status: Uint8Array;
  idAt(index: number): string;
  parentIdAt(index: number): string | null;
  nameAt(index: number): string;
  resourceAt(index: number): Resource;
  linksAt(index: number): readonly SpanLink[];
  /** The value of one attribute, or undefined when the span has none of that key. */
  attributeAt(index: number, key: string): AttributeValue | undefined;
}

/** Columns of the log records, as `SpanColumns`. */
export interface LogColumns {
  readonly timeNs: BigInt64Array;
  /** OpenTelemetry severity number, 0 to 24. */
  readonly severity: Uint8Array;
  /** Position in `traceIds()`, or -1 when the record is not part of a trace. */
  readonly traceIndex: Int32Array;
  /** Position in `resources()`. */
  readonly resourceIndex: Int32Array;
  spanIdAt(index: number): string | null;
  bodyAt(index: number): string;
  /** What all bodies like this one have in common, one object for all of them; null when that is not known. */
  bodyPiecesAt(index: number): TextPieces | null;
  resourceAt(index: number): Resource;
  attributeAt(index: number, key: string): AttributeValue | undefined;
}

export interface OpenOptions {
  /** Answers one object for equal JSON texts of a resource's attributes, so that blocks share it; made anew without. */
  readonly intern?: (json: string) => Resource;
}
