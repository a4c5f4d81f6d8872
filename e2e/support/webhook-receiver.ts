import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Message {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

export interface WebhookReceiver {
  readonly url: string;
  /** Where it answers 410 to everything. */
  readonly goneUrl: string;
  /** The messages whose signature was right, in order of arrival. */
  readonly verified: readonly Message[];
  /** What was wrong with the others. */
  readonly refused: readonly string[];
  /** From now on messages are verified with this secret. */
  expectSecret(secret: string): void;
  close(): Promise<void>;
}

const GONE = '/gone';

/** A receiver as a customer would write it: it knows the Standard Webhooks package and nothing of ours. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const verified: Message[] = [];
  const refused: string[] = [];
  let webhook: Webhook | null = null;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === GONE) {
      response.writeHead(410).end('This hook was removed.');
      return;
    }
    try {
      if (!webhook) throw new Error('a message came before the secret');
      const payload = webhook.verify(
        Buffer.concat(chunks).toString('utf8'),
        request.headers as Record<string, string>,
      ) as Omit<Message, 'id'>;
      verified.push({ ...payload, id: String(request.headers['webhook-id']) });
      response.writeHead(204).end();
    } catch (error) {
      refused.push(String(error));
      response.writeHead(400).end(String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/hook`,
    goneUrl: `${origin}${GONE}`,
    verified,
    refused,
    expectSecret(secret) {
      webhook = new Webhook(secret);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
