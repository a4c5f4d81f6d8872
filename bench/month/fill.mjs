import { monthOfTraffic } from './traffic.mjs';

const INVOCATIONS_A_BATCH = 1_000;
const TIDY_MS = 50;
const SAMPLE_EVERY = 97;
const SAMPLES = 2_000;

/**
 * Writes a month of traffic through a store's writer, as ingest does. Answers what was written, and samples of it that
 * questions can be made of.
 */
export async function fillMonth({ writer, invocations, endMs, onProgress = () => {} }) {
  const written = { invocations: 0, failed: 0, coldStarts: 0, spans: 0, logs: 0, samples: [] };
  let batch = { spans: [], logs: [] };
  let size = 0;
  const flush = async () => {
    await writer.write(batch);
    while (await writer.tidy?.(TIDY_MS)) {}
    batch = { spans: [], logs: [] };
    size = 0;
    onProgress(written);
  };
  for (const one of monthOfTraffic({ invocations, endMs })) {
    count(written, one);
    batch.spans.push(...one.spans);
    batch.logs.push(...one.logs);
    size += 1;
    if (size === INVOCATIONS_A_BATCH) await flush();
  }
  if (size > 0) await flush();
  return written;
}

function count(written, { failed, spans, logs }) {
  const { traceId, attributes } = spans[0];
  written.invocations += 1;
  written.spans += spans.length;
  written.logs += logs.length;
  if (failed) written.failed += 1;
  if (attributes['faas.coldstart']) written.coldStarts += 1;
  if (written.invocations % SAMPLE_EVERY !== 0 || written.samples.length >= SAMPLES) return;
  const word = logs.map(({ body }) => / (near\d+)$/.exec(body)?.[1]).find((found) => found !== undefined);
  written.samples.push({ traceId, requestId: attributes['faas.invocation_id'], word: word ?? null });
}
