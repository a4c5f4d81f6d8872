// Sends realistic traffic of the example functions until it is stopped: node examples/demo.mjs [--seconds <n>]
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkoutEvent, digestEvent, ordersEvent, redeliveryOf, thumbnailEvent } from './lib/demo-events.mjs';
import { DemoFunction } from './lib/demo-function.mjs';

const FUNCTIONS = {
  checkout: { file: 'checkout.mjs', memoryMb: 256, arch: 'x86_64', timeoutMs: 3000 },
  'orders-worker': { file: 'orders-worker.mjs', memoryMb: 256, arch: 'arm64', timeoutMs: 10_000 },
  thumbnail: { file: 'thumbnail.mjs', memoryMb: 512, arch: 'x86_64', timeoutMs: 2500 },
  digest: { file: 'digest.cjs', memoryMb: 128, arch: 'x86_64', timeoutMs: 5000 },
};

// Pauses between events in ms on average, between the ends of environments, and before a message comes again.
const PAUSE_MS = { checkout: 350, thumbnail: 1200, digest: 4000, recycle: 5000, redelivery: 2000 };

// Every minute the payment provider has a bad quarter of a minute, so that rules fire and resolve.
const INCIDENT = { everyMs: 60_000, fromMs: 20_000, toMs: 35_000 };

const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318';

const queue = createServer(async (request, response) => {
  const message = JSON.parse(await text(request));
  response.end();
  deliver(ordersEvent(message));
});
await new Promise((resolve) => queue.listen(0, '127.0.0.1', resolve));

const env = {
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  ORDERS_QUEUE_URL: `http://127.0.0.1:${queue.address().port}/orders`,
  OTEL_RESOURCE_ATTRIBUTES: ['deployment.environment.name=demo', process.env.OTEL_RESOURCE_ATTRIBUTES]
    .filter(Boolean)
    .join(','),
};
const functions = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, settings]) => {
    const file = fileURLToPath(new URL(`./aws-lambda/${settings.file}`, import.meta.url));
    return [name, new DemoFunction({ ...settings, name, file, region: 'eu-west-1' }, env)];
  }),
);

/** As SQS does: what fails comes again after a while. */
function deliver(event) {
  functions['orders-worker'].invoke(event);
  const again = redeliveryOf(event);
  if (again) setTimeout(() => deliver(again), PAUSE_MS.redelivery);
}

const started = Date.now();
const isIncident = () => {
  const phase = (Date.now() - started) % INCIDENT.everyMs;
  return phase >= INCIDENT.fromMs && phase < INCIDENT.toMs;
};

/** Calls `act` now and then again after pauses around `meanMs`, as independent callers do. */
function repeat(meanMs, act) {
  act();
  const pause = Math.min(-Math.log(1 - Math.random()) * meanMs, meanMs * 5);
  setTimeout(() => repeat(meanMs, act), pause);
}

repeat(PAUSE_MS.checkout, () => functions.checkout.invoke(checkoutEvent(isIncident())));
repeat(PAUSE_MS.thumbnail, () => functions.thumbnail.invoke(thumbnailEvent()));
repeat(PAUSE_MS.digest, () => functions.digest.invoke(digestEvent()));
setTimeout(() => {
  const names = Object.keys(functions);
  repeat(PAUSE_MS.recycle, () => functions[names[Math.floor(Math.random() * names.length)]].recycle());
}, PAUSE_MS.recycle);
console.log(`demo: sending traffic of ${Object.keys(functions).join(', ')} to ${endpoint} until stopped`);

const stop = () => process.exit(0);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (values.seconds) setTimeout(stop, Number(values.seconds) * 1000);
