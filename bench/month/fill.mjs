import { monthOfTraffic } from './traffic.mjs';

/** Enough that few of a minute's invocations are in the next batch: each of its counters is then written once. */
const INVOCATIONS_A_BATCH = 4_000;
const TIDY_MS = 50;
const SAMPLE_EVERY = 97;
const SAMPLES = 2_000;

/**
 * A month of traffic in batches, with how much was made up to each; in the end it returns samples of it that questions can
 * be made of. `written` of its invocations are made, but not answered again.
 */
export function* batchesOfMonth({ invocations, endMs, written = 0, batchSize = INVOCATIONS_A_BATCH }) {
  const made = { invocations: 0, failed: 0, coldStarts: 0, spans: 0, logs: 0 };
  const samples = [];
  let batch = { spans: [], logs: [] };
  let size = 0;
  for (const one of monthOfTraffic({ invocations, endMs })) {
    count(made, one);
    if (made.invocations % SAMPLE_EVERY === 0 && samples.length < SAMPLES) samples.push(sampleOf(one));
    batch.spans.push(...one.spans);
    batch.logs.push(...one.logs);
    size += 1;
    if (size < batchSize) continue;
    if (made.invocations > written) yield { batch, made: { ...made } };
    batch = { spans: [], logs: [] };
    size = 0;
  }
  if (size > 0) yield { batch, made };
  return samples;
}

/** Writes batches by `write` and lets the writer merge and seal what it can in between. Answers how much was made. */
export async function fillMonth({ writer, write = writer.write, batches, onProgress = () => {} }) {
  let all = null;
  for await (const { batch, made } of batches) {
    await write(batch);
    while (await writer.tidy?.(TIDY_MS)) {}
    onProgress(made);
    all = made;
  }
  return all;
}

function count(made, { failed, spans, logs }) {
  made.invocations += 1;
  made.spans += spans.length;
  made.logs += logs.length;
  if (failed) made.failed += 1;
  if (spans[0].attributes['faas.coldstart']) made.coldStarts += 1;
}

function sampleOf({ spans: [root], logs }) {
  const word = logs.map(({ body }) => / (near\d+)$/.exec(body)?.[1]).find((found) => found !== undefined);
  return { traceId: root.traceId, requestId: root.attributes['faas.invocation_id'], word: word ?? null };
}
