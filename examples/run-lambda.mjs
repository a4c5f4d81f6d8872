// Runs one Lambda function on this machine: node examples/run-lambda.mjs <file> [options]. Reads OTEL_* as Lambda would.
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { invoke, lambdaEnvironment, loadHandler } from './lib/lambda-host.mjs';

const USAGE = `usage: node examples/run-lambda.mjs <file> [options]
  --event <file or JSON>   the event (default {})
  --times <n>              how often to invoke (default 1)
  --interval-ms <n>        pause between invocations (default 0)
  --name <name>            function name (default: the file's)
  --memory <MB>            memory size (default 128)
  --arch x86_64|arm64      architecture to report (default x86_64)
  --region <region>        (default eu-west-1)
  --timeout-ms <n>         time limit of one invocation (default 3000)
Prints one JSON line per invocation. Exit code 1 when one failed.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    event: { type: 'string', default: '{}' },
    times: { type: 'string', default: '1' },
    'interval-ms': { type: 'string', default: '0' },
    name: { type: 'string' },
    memory: { type: 'string', default: '128' },
    arch: { type: 'string', default: 'x86_64' },
    region: { type: 'string', default: 'eu-west-1' },
    'timeout-ms': { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
});
const [path] = positionals;
if (values.help || path === undefined) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const lambdaFunction = {
  file: resolve(path),
  name: values.name ?? basename(path).replace(/\.[cm]?js$/, ''),
  memoryMb: Number(values.memory),
  arch: values.arch,
  region: values.region,
  timeoutMs: Number(values['timeout-ms']),
};
const eventText = /^\s*[[{"]/.test(values.event) ? values.event : readFileSync(values.event, 'utf8');

Object.assign(process.env, lambdaEnvironment(lambdaFunction));
const handler = await loadHandler(lambdaFunction);
for (let count = 0; count < Number(values.times); count += 1) {
  if (count > 0) await sleep(Number(values['interval-ms']));
  const { timedOut, ...answer } = await invoke(handler, JSON.parse(eventText), lambdaFunction);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (!answer.ok) process.exitCode = 1;
  // Lambda kills the environment; nothing of it may run on.
  if (timedOut) process.exit(1);
}
