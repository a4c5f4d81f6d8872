import { gzipSync } from 'node:zlib';
import { encodeLogs, encodeTraces } from '../workload/otlp.mjs';

/** One span of so many invocations arrives with a later request. */
const LATE = 10;

/**
 * Pairs of requests (spans, their logs) of so many spans each. Of every tenth invocation one span comes with the next
 * pair, as spans of several functions do.
 */
export function makeBodies(workload, pairs, spansEach) {
  const bodies = [];
  let late = [];
  let invocations = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const spans = late;
    const logs = [];
    late = [];
    while (spans.length + late.length < spansEach) {
      const made = workload.next();
      invocations += 1;
      const holdsBack = invocations % LATE === 0 && pair + 1 < pairs;
      if (holdsBack) late.push(made.spans.pop());
      spans.push(...made.spans);
      logs.push(...made.logs);
    }
    bodies.push(traces(spans), logsOf(logs));
  }
  return { bodies, invocations };
}

/** Single invocations, one request each, as functions that flush before they freeze send them. */
export function makeSmallBodies(workload, invocations) {
  const bodies = [];
  for (let made = 0; made < invocations; made++) {
    const { spans, logs } = workload.next();
    bodies.push(traces(spans), logsOf(logs));
  }
  return { bodies, invocations };
}

function traces(spans) {
  return body(
    '/v1/traces',
    spans.length,
    spans.filter(({ kind }) => kind === 'server').length,
    encodeTraces(spans),
  );
}

function logsOf(logs) {
  return body('/v1/logs', logs.length, 0, encodeLogs(logs));
}

function body(path, records, invocations, plain) {
  return { path, records, invocations, plainBytes: plain.length, bytes: gzipSync(plain, { level: 6 }) };
}

/** Sums of what was made. */
export function describeBodies(bodies) {
  const sum = (path, key) =>
    bodies.filter((one) => one.path === path).reduce((total, one) => total + (key(one) ?? 0), 0);
  return {
    spans: sum('/v1/traces', (one) => one.records),
    logs: sum('/v1/logs', (one) => one.records),
    spanBytes: sum('/v1/traces', (one) => one.plainBytes),
    spanBytesGzip: sum('/v1/traces', (one) => one.bytes.length),
  };
}
