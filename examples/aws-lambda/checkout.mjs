// A shop's checkout behind an HTTP API: reads the cart, charges the card, tells the orders queue.
import { setTimeout as sleep } from 'node:timers/promises';
import { wrap } from '@faaslens/instrumentation/aws-lambda';
import { context, propagation, SpanKind } from '@opentelemetry/api';
import { withSpan } from './with-span.mjs';

class PaymentDeclinedError extends Error {
  name = 'PaymentDeclinedError';
}

async function priceOf(cartId, items) {
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'carts',
  };
  return withSpan('db.query', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    await sleep(5 + Math.random() * 25);
    span.setAttributes({ 'db.response.returned_rows': items.length, 'shop.cart.id': cartId });
    return items.reduce((total, item) => total + item.priceCents * item.quantity, 0);
  });
}

async function charge(card, totalCents) {
  const attributes = { 'server.address': 'payments.example.com', 'shop.total_cents': totalCents };
  return withSpan('charge card', { kind: SpanKind.CLIENT, attributes }, async () => {
    await sleep(card === 'slow' ? 400 + Math.random() * 400 : 20 + Math.random() * 60);
    if (card === 'declined') throw new PaymentDeclinedError('The card was declined by its issuer');
    return `ch_${Date.now().toString(36)}`;
  });
}

/** Puts the order on the queue, with the trace context as message attributes as SQS carries them. */
async function publish(order) {
  if (!process.env.ORDERS_QUEUE_URL) return;
  const attributes = { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' };
  await withSpan('orders send', { kind: SpanKind.PRODUCER, attributes }, async () => {
    const carrier = {};
    propagation.inject(context.active(), carrier);
    const messageAttributes = Object.fromEntries(
      Object.entries(carrier).map(([name, value]) => [name, { stringValue: value, dataType: 'String' }]),
    );
    await fetch(process.env.ORDERS_QUEUE_URL, {
      method: 'POST',
      body: JSON.stringify({ body: JSON.stringify(order), messageAttributes }),
    });
  });
}

export const handler = wrap(async (event) => {
  const { cartId, card, items = [] } = JSON.parse(event.body);
  console.log(`checkout of cart ${cartId} with ${items.length} items`);
  if (items.length === 0) {
    console.warn(`cart ${cartId} is empty`);
    return { statusCode: 400, body: JSON.stringify({ message: 'The cart is empty' }) };
  }
  const totalCents = await priceOf(cartId, items);
  if (card === 'bank-down') {
    console.error('the payment provider does not answer');
    return { statusCode: 503, body: JSON.stringify({ message: 'Please try again' }) };
  }
  const chargeId = await charge(card, totalCents);
  await publish({ cartId, chargeId, totalCents, priority: totalCents > 50_000 ? 'high' : 'normal' });
  console.info('order placed', { cartId, chargeId, totalCents });
  return { statusCode: 201, body: JSON.stringify({ chargeId }) };
});
