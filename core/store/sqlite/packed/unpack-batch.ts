import type { LogRecord, Resource, Span, TelemetryBatch } from '../../../model/telemetry';
import { openBlock } from '../block/open';
import type { PackedBatch } from './pack-batch';

/** The telemetry of a packed batch. `intern` answers one resource for equal JSON texts. */
export function unpackBatch(
  { pieces, receipts, metrics }: PackedBatch,
  intern: (json: string) => Resource,
): Required<TelemetryBatch> {
  const spans: Span[] = [];
  const logs: LogRecord[] = [];
  for (const { data } of pieces) {
    const block = openBlock(data, { intern });
    for (let at = 0; at < block.spanCount; at += 1) spans.push(block.spanAt(at));
    for (let at = 0; at < block.logCount; at += 1) logs.push(block.logAt(at));
  }
  for (const at of receipts) {
    const span = spans[at];
    if (span) spans[at] = { ...span, timeIsReceipt: true };
  }
  return { spans, logs, metrics };
}
