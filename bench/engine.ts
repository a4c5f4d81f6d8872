// What the benchmarks use of Faaslens, bundled by bench/bundle.mjs.
export { decodeLogs, decodeTraces } from '@/collector/otlp/decode';
export { migrate } from '@/core/database/migrate';
export { openDatabase } from '@/core/database/open';
export { priceInvocation } from '@/core/pricing/invocation';
export { openReader, openWriter } from '@/core/store/index';
