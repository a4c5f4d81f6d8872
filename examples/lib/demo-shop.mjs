import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ordersEvent, redeliveryOf } from './demo-events.mjs';
import { DemoFunction } from './demo-function.mjs';

const FUNCTIONS = {
  checkout: { file: 'checkout.mjs', memoryMb: 256, arch: 'x86_64', timeoutMs: 3000, version: '42' },
  'orders-worker': {
    file: 'orders-worker.mjs',
    memoryMb: 256,
    arch: 'arm64',
    timeoutMs: 10_000,
    version: '18',
  },
  thumbnail: { file: 'thumbnail.mjs', memoryMb: 512, arch: 'x86_64', timeoutMs: 3000, version: '9' },
  digest: { file: 'digest.cjs', memoryMb: 128, arch: 'x86_64', timeoutMs: 5000, version: '3' },
};

/** The functions of a shop, and the queue on which one of them leaves messages for another. */
export class DemoShop {
  functions;
  #queue;
  #redeliveryMs;
  #deliveries = new Set();

  /**
   * @param {object} options
   * @param {(name: string) => string} options.endpointOf where a function sends its telemetry
   * @param {number} options.redeliveryMs before a message comes again
   * @param {() => boolean} options.isOutOfStock asked for each order
   */
  static async open({ endpointOf, redeliveryMs, isOutOfStock }) {
    const shop = new DemoShop();
    shop.#redeliveryMs = redeliveryMs;
    shop.#queue = createServer(async (request, response) => {
      const message = JSON.parse(await text(request));
      const delivery = shop.#deliver(ordersEvent(message, isOutOfStock()));
      shop.#deliveries.add(delivery);
      void delivery.then(() => shop.#deliveries.delete(delivery));
      response.end();
    });
    await new Promise((resolve) => shop.#queue.listen(0, '127.0.0.1', resolve));
    const ordersUrl = `http://127.0.0.1:${shop.#queue.address().port}/orders`;
    shop.functions = Object.fromEntries(
      Object.entries(FUNCTIONS).map(([name, settings]) => [
        name,
        new DemoFunction(
          {
            ...settings,
            name,
            file: fileURLToPath(new URL(`../aws-lambda/${settings.file}`, import.meta.url)),
            region: 'eu-west-1',
          },
          {
            OTEL_EXPORTER_OTLP_ENDPOINT: endpointOf(name),
            ORDERS_QUEUE_URL: ordersUrl,
            // A laptop that starts all of this at once is slower than Lambda beside its collector.
            OTEL_EXPORTER_OTLP_TIMEOUT: process.env.OTEL_EXPORTER_OTLP_TIMEOUT ?? '5000',
            OTEL_RESOURCE_ATTRIBUTES: [
              process.env.OTEL_RESOURCE_ATTRIBUTES,
              'deployment.environment.name=demo',
            ]
              .filter(Boolean)
              .join(','),
          },
        ),
      ]),
    );
    return shop;
  }

  /** As SQS does: what fails comes again after a while. */
  async #deliver(event) {
    await this.functions['orders-worker'].invoke(event);
    const again = redeliveryOf(event);
    if (again === undefined) return;
    await sleep(this.#redeliveryMs);
    await this.#deliver(again);
  }

  /** Resolves when no message waits or is worked on. */
  async settled() {
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries);
  }

  async close() {
    this.#queue.close();
    this.#queue.closeAllConnections();
    await Promise.all(Object.values(this.functions).map((one) => one.recycle()));
  }
}
