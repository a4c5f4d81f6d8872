// The events of the demo: the samples beside the examples, varied.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sample = (name) =>
  JSON.parse(readFileSync(new URL(`../aws-lambda/events/${name}.json`, import.meta.url), 'utf8'));
const SAMPLES = {
  checkout: sample('checkout'),
  thumbnail: sample('thumbnail'),
  digest: sample('digest'),
  orders: sample('orders-worker'),
};

const PRODUCTS = [
  { sku: 'mug', priceCents: 1450 },
  { sku: 'shirt', priceCents: 2900 },
  { sku: 'lamp', priceCents: 8900 },
  { sku: 'chair', priceCents: 24_900 },
];

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const chance = (share) => Math.random() < share;

/** @param {boolean} isIncident whether the payment provider declines far more cards than usual */
export function checkoutEvent(isIncident) {
  const items = Array.from({ length: chance(0.03) ? 0 : 1 + Math.floor(Math.random() * 4) }, () => ({
    ...pick(PRODUCTS),
    quantity: 1 + Math.floor(Math.random() * 3),
  }));
  const cartId = `c-${1000 + Math.floor(Math.random() * 9000)}`;
  return {
    ...structuredClone(SAMPLES.checkout),
    body: JSON.stringify({ cartId, card: cardOf(isIncident), items }),
  };
}

function cardOf(isIncident) {
  if (chance(isIncident ? 0.45 : 0.04)) return 'declined';
  if (chance(0.015)) return 'bank-down';
  return chance(0.05) ? 'slow' : 'ok';
}

export function thumbnailEvent() {
  const event = structuredClone(SAMPLES.thumbnail);
  const [record] = event.Records;
  record.eventTime = new Date().toISOString();
  record.s3.object = {
    key: `${pick(['mugs', 'lamps', 'chairs'])}/${randomUUID().slice(0, 8)}.${chance(0.06) ? 'gif' : 'jpg'}`,
    // Now and then a picture so large that the function runs into its time limit.
    size: chance(0.04) ? 60_000_000 : 500_000 + Math.floor(Math.random() * 4_000_000),
  };
  return event;
}

export function digestEvent() {
  const detail = chance(0.15) ? { mailServer: 'down' } : {};
  return { ...structuredClone(SAMPLES.digest), id: randomUUID(), time: new Date().toISOString(), detail };
}

/** The same message once more when its order could not be worked on, three times at most; else `undefined`. */
export function redeliveryOf(event) {
  const [record] = event.Records;
  const order = JSON.parse(record.body);
  const received = Number(record.attributes.ApproximateReceiveCount);
  if (!order.outOfStock || received >= 3) return undefined;
  return {
    Records: [
      {
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: String(received + 1) },
        body: JSON.stringify({ ...order, outOfStock: chance(0.4) }),
      },
    ],
  };
}

/** @param {{body: string, messageAttributes: object}} message what checkout sent to the queue */
export function ordersEvent(message) {
  const [record] = structuredClone(SAMPLES.orders).Records;
  const order = { ...JSON.parse(message.body), outOfStock: chance(0.05) };
  return { Records: [{ ...record, ...message, messageId: randomUUID(), body: JSON.stringify(order) }] };
}
