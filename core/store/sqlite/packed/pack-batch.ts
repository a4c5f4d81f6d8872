import type { MetricPoint, TelemetryBatch } from '../../../model/telemetry';
import { createResourcePool } from '../../derive/resource-pool';
import { storableLog, storableSpan } from '../../derive/storable';
import { type EncodedPiece, encodePiece } from '../blocks/encoded-piece';
import { piecesOf } from '../blocks/pieces';

/**
 * A batch in the form in which it is stored, for the writer: what needs no database is done. It holds nothing but numbers,
 * arrays of bytes and metrics, so that it passes from one thread to another at once.
 */
export interface PackedBatch {
  readonly pieces: readonly EncodedPiece[];
  /** Positions among the spans of all pieces of those without a time of their own: blocks do not say it. */
  readonly receipts: readonly number[];
  readonly metrics: readonly MetricPoint[];
}

/** Packs batches. Resources are remembered between them, as far as they are few. */
export function createBatchPacker(): (batch: TelemetryBatch) => PackedBatch {
  const intern = createResourcePool();
  return ({ spans, logs, metrics = [] }) => {
    const storable = {
      spans: spans.map((span) => storableSpan(span, intern)),
      logs: logs.map((log) => storableLog(log, intern)),
    };
    const pieces: EncodedPiece[] = [];
    const receipts: number[] = [];
    let before = 0;
    for (const piece of piecesOf(storable)) {
      pieces.push(encodePiece(piece));
      for (const [at, { timeIsReceipt }] of piece.spans.entries())
        if (timeIsReceipt) receipts.push(before + at);
      before += piece.spans.length;
    }
    return { pieces, receipts, metrics };
  };
}

/** The packed batch with memory of its own, and that memory: what may be moved to another thread. */
export function movable(batch: PackedBatch): { readonly batch: PackedBatch; readonly memory: ArrayBuffer[] } {
  const memory: ArrayBuffer[] = [];
  const own = (numbers: Uint8Array): Uint8Array => {
    // A slice of a Buffer is no copy, and the memory that small ones share cannot be moved.
    const whole = isWhole(numbers) ? numbers : new Uint8Array(numbers);
    memory.push(whole.buffer as ArrayBuffer);
    return whole;
  };
  const ownWords = (numbers: Uint32Array): Uint32Array => {
    const whole = isWhole(numbers) ? numbers : new Uint32Array(numbers);
    memory.push(whole.buffer as ArrayBuffer);
    return whole;
  };
  const pieces = batch.pieces.map((piece) => ({
    ...piece,
    data: own(piece.data),
    tokens: ownWords(piece.tokens),
    keys: ownWords(piece.keys),
  }));
  return { batch: { ...batch, pieces }, memory };
}

function isWhole({ buffer, byteLength }: Uint8Array | Uint32Array): boolean {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
}
