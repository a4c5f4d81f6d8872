// One function's process: node invoke.mjs <file> <invocations>. The last line of its stderr is what was measured. An ES
// module that imports the function, as AWS's runtime client is and does: how Node.js resolves packages is loaded before it.
import { pathToFileURL } from 'node:url';

const [file, times] = process.argv.slice(2);

const WARM_UP = 200;
const pauseMs = Number(process.env.BENCH_PAUSE_MS ?? 0);

const contextOf = (index) => ({
  awsRequestId: `8476a536-e9f4-11e8-9739-${String(index).padStart(12, '0')}`,
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
  memoryLimitInMB: '512',
  logGroupName: '/aws/lambda/bench',
  logStreamName: '2026/11/21/[$LATEST]bench',
  getRemainingTimeInMillis: () => 30_000,
});

async function invoke(handler, index) {
  const id = index.toString(16).padStart(8, '0');
  process.env._X_AMZN_TRACE_ID = `Root=1-${id}-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1`;
  const began = performance.now();
  await handler({}, contextOf(index));
  return performance.now() - began;
}

const before = process.cpuUsage();
const began = performance.now();
const { default: exported } = await import(pathToFileURL(file).href);
const { handler } = exported;
const loadMs = performance.now() - began;
const firstMs = await invoke(handler, 0);
const coldCpu = process.cpuUsage(before);
const coldMb = process.memoryUsage.rss() / 2 ** 20;
const durations = [];
let cpu = process.cpuUsage();
for (let index = 1; index < Number(times); index++) {
  if (index === WARM_UP) cpu = process.cpuUsage();
  const duration = await invoke(handler, index);
  if (index >= WARM_UP) durations.push(duration);
  if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
const { user, system } = process.cpuUsage(cpu);
durations.sort((a, b) => a - b);
const measured = {
  coldMs: loadMs + firstMs,
  coldCpuMs: (coldCpu.user + coldCpu.system) / 1000,
  coldMb,
  warmMs: durations[Math.floor(durations.length / 2)] ?? 0,
  warmP99Ms: durations[Math.floor(durations.length * 0.99)] ?? 0,
  cpuMs: (user + system) / 1000 / Math.max(1, durations.length),
};
process.stderr.write(`\n${JSON.stringify(measured)}\n`);
process.exit(0);
