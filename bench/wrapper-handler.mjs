// One function's process for bench/wrapper.mjs: node wrapper-handler.mjs bare|wrapped <invocations>
const [kind, times] = process.argv.slice(2);
const started = performance.now();

const plain = async () => ({ statusCode: 200 });
const handler =
  kind === 'wrapped' ? (await import('@faaslens/instrumentation/aws-lambda')).wrap(plain) : plain;

const durations = [];
for (let index = 0; index < Number(times); index++) {
  const before = performance.now();
  await handler(
    {},
    {
      awsRequestId: `request-${index}`,
      functionName: 'bench',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
      getRemainingTimeInMillis: () => 30_000,
    },
  );
  durations.push(performance.now() - before);
}
const coldMs =
  durations[0] + (performance.now() - started - durations.reduce((sum, value) => sum + value, 0));
const warm = durations.slice(1).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    coldMs,
    p50: warm[Math.floor(warm.length * 0.5)] ?? 0,
    p99: warm[Math.floor(warm.length * 0.99)] ?? 0,
    rssMb: process.memoryUsage().rss / 1024 / 1024,
  }),
);
process.exit(0);
