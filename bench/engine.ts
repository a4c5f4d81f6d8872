// What the benchmarks use of Faaslens, bundled by bench/bundle.mjs.

export { checkpointThread } from '@/collector/ingest/checkpoint-thread';
export { decodeLogs, decodeTraces } from '@/collector/otlp/decode';
export { localEvaluator } from '@/core/alerts/round';
export { openBacktests } from '@/core/data/backtests';
export { migrate } from '@/core/database/migrate';
export { openDatabase } from '@/core/database/open';
export { DurationHistogram } from '@/core/model/histogram';
export { createRedactor } from '@/core/model/redaction/redactor';
export { DEFAULT_REDACTION } from '@/core/model/redaction/rule';
export { createPricer, priceInvocation } from '@/core/pricing/invocation';
export { openPackedWriter, openReader, openWriter } from '@/core/store/index';
export { createBatchPacker, movable } from '@/core/store/packing';
