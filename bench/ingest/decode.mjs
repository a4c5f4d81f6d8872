// The collector's decoder alone, in one thread, on the generator's bodies. node decode.mjs <seconds>
import { gunzipSync } from 'node:zlib';
import { importEngine } from '../bundle.mjs';
import { createWorkload } from '../workload/workload.mjs';
import { makeBodies } from './bodies.mjs';

const { createRedactor, DEFAULT_REDACTION, decodeLogs, decodeTraces } = await importEngine();
const seconds = Number(process.argv[2]);
const workload = createWorkload({ seed: 2, startMs: Date.now() - 600_000, perSecond: 1000 });
const { bodies } = makeBodies(workload, 40, 500);
const traces = bodies.filter(({ path }) => path === '/v1/traces');

const plain = new Map(bodies.map((body) => [body, gunzipSync(body.bytes)]));
const decode = (body, bytes) =>
  body.path === '/v1/traces' ? decodeTraces(bytes, 'protobuf', 0n) : decodeLogs(bytes, 'protobuf', 0n);
const redactor = createRedactor(DEFAULT_REDACTION);
const redact = ({ spans = [], logs = [] }) => redactor.batch({ spans, logs });
process.send({
  spans: measure(traces, (body) => decode(body, plain.get(body))),
  withLogs: measure(bodies, (body) => decode(body, plain.get(body))),
  withLogsRedacted: measure(bodies, (body) => redact(decode(body, plain.get(body)))),
  withLogsFromGzip: measure(bodies, (body) => decode(body, gunzipSync(body.bytes))),
});

/** Spans a second; what is done for logs counts as time only. */
function measure(list, work) {
  let spans = 0;
  for (const body of list) work(body);
  const started = performance.now();
  while (performance.now() - started < (seconds * 1000) / 4) {
    for (const body of list) {
      work(body);
      if (body.path === '/v1/traces') spans += body.records;
    }
  }
  return (spans / (performance.now() - started)) * 1000;
}
