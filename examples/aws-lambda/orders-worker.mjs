// Works through the orders that checkout put on an SQS queue; reports the messages to deliver again. Runs on arm64.
import { setTimeout as sleep } from 'node:timers/promises';
import { wrap } from '@faaslens/instrumentation/aws-lambda';
import { SpanKind } from '@opentelemetry/api';
import { withSpan } from './with-span.mjs';

class OutOfStockError extends Error {
  name = 'OutOfStockError';
}

async function reserveStock(order) {
  const attributes = {
    'db.system.name': 'dynamodb',
    'db.operation.name': 'UpdateItem',
    'db.collection.name': 'stock',
  };
  await withSpan('reserve stock', { kind: SpanKind.CLIENT, attributes }, async () => {
    await sleep(8 + Math.random() * 20);
    if (order.outOfStock) throw new OutOfStockError(`Nothing left for cart ${order.cartId}`);
  });
}

async function notifyWarehouse(order) {
  const attributes = { 'server.address': 'warehouse.example.com', 'shop.priority': order.priority };
  await withSpan('notify warehouse', { kind: SpanKind.CLIENT, attributes }, () =>
    sleep(10 + Math.random() * 30),
  );
}

export const handler = wrap(async (event) => {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    const order = JSON.parse(body);
    try {
      await reserveStock(order);
      await notifyWarehouse(order);
      console.log(`order of cart ${order.cartId} is on its way`);
    } catch (error) {
      console.error(`order of cart ${order.cartId} goes back to the queue:`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
});
