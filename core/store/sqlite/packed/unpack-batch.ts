import type { LogRecord, Resource, Span, TelemetryBatch } from '../../../model/telemetry';
import type { Block } from '../block/block';
import { openBlock } from '../block/open';
import type { PackedBatch } from './pack-batch';

export interface UnpackedBatch extends Required<TelemetryBatch> {
  /** The pieces, opened. */
  readonly opened: readonly Block[];
}

/** The telemetry of a packed batch. `intern` answers one resource for equal JSON texts. */
export function unpackBatch(
  { pieces, receipts, metrics }: PackedBatch,
  intern: (json: string) => Resource,
): UnpackedBatch {
  const spans: Span[] = [];
  const logs: LogRecord[] = [];
  const opened = pieces.map(({ data }) => openBlock(data, { intern }));
  for (const block of opened) {
    for (let at = 0; at < block.spanCount; at += 1) spans.push(block.spanAt(at));
    for (let at = 0; at < block.logCount; at += 1) logs.push(block.logAt(at));
  }
  for (const at of receipts) {
    const span = spans[at];
    if (span) spans[at] = { ...span, timeIsReceipt: true };
  }
  return { spans, logs, metrics, opened };
}
