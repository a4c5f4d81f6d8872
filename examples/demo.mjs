// Sends realistic traffic of the example functions until it is stopped: node examples/demo.mjs [--seconds <n>]
// [--history-minutes <n>], which first sends what might have happened in so many minutes before.
import { parseArgs } from 'node:util';
import { checkoutEvent, digestEvent, isOutOfStock, thumbnailEvent } from './lib/demo-events.mjs';
import { historyOf, otlpHeaders, sendHistory } from './lib/demo-history.mjs';
import { DemoShop } from './lib/demo-shop.mjs';
import { CALLERS, clockAt, pauseAround, RECYCLE_MS, REDELIVERY_MS } from './lib/demo-traffic.mjs';
import { recordStories } from './lib/record-stories.mjs';

const EVENTS = { checkout: checkoutEvent, thumbnail: thumbnailEvent, digest: digestEvent };

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, 'history-minutes': { type: 'string', default: '0' } },
});
const stop = () => process.exit(0);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (values.seconds) setTimeout(stop, Number(values.seconds) * 1000);

const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318';
const startedMs = Date.now();
const minutes = Number(values['history-minutes']);
if (minutes > 0) console.log(`demo: beginning with what happened in the last ${minutes} minutes`);
const history = minutes > 0 ? historyOf(await recordStories(endpoint), { startedMs, minutes }) : [];

const { functions } = await DemoShop.open({
  endpointOf: () => endpoint,
  redeliveryMs: REDELIVERY_MS,
  isOutOfStock,
});

/** Calls `act` now and then again after pauses around `meanMs`, as independent callers do. */
function repeat(meanMs, act) {
  act();
  setTimeout(() => repeat(meanMs, act), pauseAround(meanMs));
}

for (const [name, { pauseMs, kindAt }] of Object.entries(CALLERS)) {
  repeat(pauseMs, () => functions[name].invoke(EVENTS[name](kindAt(clockAt(Date.now(), startedMs)))));
}
setTimeout(() => {
  const names = Object.keys(functions);
  repeat(RECYCLE_MS, () => functions[names[Math.floor(Math.random() * names.length)]].recycle());
}, RECYCLE_MS);
console.log(`demo: sending traffic of ${Object.keys(functions).join(', ')} to ${endpoint} until stopped`);

await sendHistory(history, { endpoint, headers: otlpHeaders(process.env.OTEL_EXPORTER_OTLP_HEADERS) }).then(
  () => minutes > 0 && console.log('demo: what happened before is sent'),
  (error) => console.error(`demo: what happened before could not be sent: ${error.message}`),
);
