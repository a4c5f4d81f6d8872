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

/**
 * What kind of checkout comes next.
 *
 * @param {boolean} isIncident whether the payment provider declines far more cards than usual
 */
export function checkoutKind(isIncident) {
  if (chance(0.03)) return 'empty';
  if (chance(isIncident ? 0.45 : 0.04)) return 'declined';
  if (chance(0.015)) return 'bank-down';
  return chance(0.05) ? 'slow' : 'ok';
}

export function checkoutEvent(kind) {
  const items = Array.from({ length: kind === 'empty' ? 0 : 1 + Math.floor(Math.random() * 4) }, () => ({
    ...pick(PRODUCTS),
    quantity: 1 + Math.floor(Math.random() * 3),
  }));
  const cartId = `c-${1000 + Math.floor(Math.random() * 9000)}`;
  const card = kind === 'empty' ? 'ok' : kind;
  return { ...structuredClone(SAMPLES.checkout), body: JSON.stringify({ cartId, card, items }) };
}

/** Now and then a picture so large that the function runs into its time limit. */
export function thumbnailKind() {
  if (chance(0.06)) return 'gif';
  return chance(0.04) ? 'huge' : 'picture';
}

export function thumbnailEvent(kind) {
  const event = structuredClone(SAMPLES.thumbnail);
  const [record] = event.Records;
  record.eventTime = new Date().toISOString();
  record.s3.object = {
    key: `${pick(['mugs', 'lamps', 'chairs'])}/${randomUUID().slice(0, 8)}.${kind === 'gif' ? 'gif' : 'jpg'}`,
    size: kind === 'huge' ? 60_000_000 : 500_000 + Math.floor(Math.random() * 4_000_000),
  };
  return event;
}

export function digestKind() {
  return chance(0.15) ? 'mail-down' : 'sent';
}

export function digestEvent(kind) {
  const detail = kind === 'mail-down' ? { mailServer: 'down' } : {};
  return { ...structuredClone(SAMPLES.digest), id: randomUUID(), time: new Date().toISOString(), detail };
}

export function isOutOfStock() {
  return chance(0.05);
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

/**
 * @param {{body: string, messageAttributes: object}} message what checkout sent to the queue
 * @param {boolean} outOfStock whether it can not be worked on at first
 */
export function ordersEvent(message, outOfStock) {
  const [record] = structuredClone(SAMPLES.orders).Records;
  const order = { ...JSON.parse(message.body), outOfStock };
  return { Records: [{ ...record, ...message, messageId: randomUUID(), body: JSON.stringify(order) }] };
}
