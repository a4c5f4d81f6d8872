import { createWorkload } from '../workload/workload.mjs';
import { createTruth } from './truth.mjs';

const INVOCATIONS_A_BATCH = 1_000;
const PER_SECOND = 1_000;
/** What an idle moment between two commits would be: tidying is part of the rate. */
const TIDY_MS = 50;

/**
 * Writes so many spans, or as many as the time allows, in commits of 5,000 with their logs; making
 * them takes no part in the rate.
 */
export async function fill({ writer, spans: wanted, startMs, longestSeconds }) {
  const workload = createWorkload({ seed: 7, startMs, perSecond: PER_SECOND });
  const truth = createTruth(workload.functions);
  const steps = [];
  let [spans, logs, tidyMs] = [0, 0, 0];
  const until = performance.now() + longestSeconds * 1000;
  while (spans < wanted && performance.now() < until) {
    const batch = { spans: [], logs: [] };
    for (let made = 0; made < INVOCATIONS_A_BATCH; made++) {
      const one = workload.next();
      truth.note(one);
      batch.spans.push(...one.spans);
      batch.logs.push(...one.logs);
    }
    const started = performance.now();
    await writer.write(batch);
    const written = performance.now();
    // Engines that merge in the background are given what they ask for, so that nothing is left for later.
    while (await writer.tidy?.(TIDY_MS)) {}
    const ended = performance.now();
    steps.push({ spans: batch.spans.length, ms: ended - started });
    tidyMs += ended - written;
    spans += batch.spans.length;
    logs += batch.logs.length;
  }
  const perSecond = (part) =>
    (part.reduce((sum, step) => sum + step.spans, 0) / part.reduce((sum, step) => sum + step.ms, 0)) * 1000;
  const tenth = Math.max(1, Math.floor(steps.length / 10));
  const ms = steps.reduce((sum, step) => sum + step.ms, 0);
  return {
    truth,
    figures: {
      spans,
      logs,
      perSecond: perSecond(steps),
      // The very first commits compile the program and make the files grow.
      first: perSecond(steps.slice(Math.min(5, tenth - 1), tenth)),
      last: perSecond(steps.slice(-tenth)),
      tidyShare: tidyMs / ms,
      rssMb: process.memoryUsage().rss / 1024 / 1024,
    },
    range: { fromMs: startMs - 60_000, toMs: startMs + ((spans / 5) * 1000) / PER_SECOND + 60_000 },
  };
}
