import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const COLD_RUNS = 15;
const handler = fileURLToPath(new URL('./wrapper-handler.mjs', import.meta.url));

/** What wrapping adds to a function: fresh processes for the cold start, 2,000 warm invocations, flush included. */
export async function measureWrapper() {
  const sink = createServer((incoming, response) => incoming.resume().once('end', () => response.end('{}')));
  sink.keepAliveTimeout = 60_000;
  sink.listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const env = {
    PATH: process.env.PATH,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${sink.address().port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_REGION: 'eu-west-1',
  };
  const cold = { bare: [], wrapped: [] };
  for (let run = 0; run < COLD_RUNS; run++) {
    for (const kind of ['bare', 'wrapped']) cold[kind].push((await runHandler(kind, 1, env)).coldMs);
  }
  const warm = { bare: await runHandler('bare', 2000, env), wrapped: await runHandler('wrapped', 2000, env) };
  sink.close();
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return [
    [
      'cold start: load and first invocation, bare / wrapped',
      `${median(cold.bare).toFixed(1)} / ${median(cold.wrapped).toFixed(1)} ms`,
    ],
    [
      '  added by the wrapper (median of 15 pairs)',
      `${(median(cold.wrapped) - median(cold.bare)).toFixed(1)} ms`,
    ],
    [
      'warm invocation p50, bare / wrapped',
      `${warm.bare.p50.toFixed(2)} / ${warm.wrapped.p50.toFixed(2)} ms`,
    ],
    [
      '  added by the wrapper: p50 / p99',
      `${(warm.wrapped.p50 - warm.bare.p50).toFixed(2)} / ${(warm.wrapped.p99 - warm.bare.p99).toFixed(2)} ms`,
    ],
    [
      'memory after 2,000 invocations, bare / wrapped',
      `${warm.bare.rssMb.toFixed(0)} / ${warm.wrapped.rssMb.toFixed(0)} MB`,
    ],
  ];
}

async function runHandler(kind, times, env) {
  const child = spawn(process.execPath, [handler, kind, String(times)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  return JSON.parse(output.trim().split('\n').at(-1));
}
