import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { readNotice } from '../../model/channels/notice';
import { webhook } from '../../model/channels/webhook';
import { type Receiver, startReceiver } from '../testing';
import { sendNotice } from './send';

const OLD = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const PAYLOAD = '{"type":"alert.test","timestamp":"2026-01-01T00:00:00Z","data":{"message":"é ✓"}}';
const NOTICE = readNotice({
  id: 'msg_1',
  kind: 'alert.test',
  channelId: 'chn_1',
  incidentId: null,
  payload: PAYLOAD,
});

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

async function send(signingSecrets: readonly string[], at = Date.now()) {
  receiver = await startReceiver();
  const result = await sendNotice(
    webhook,
    NOTICE,
    { url: receiver.url },
    { at, signingSecrets },
    {
      allowPrivate: true,
    },
  );
  const [request] = receiver.received;
  const headers = Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return { result, request, headers: Object.fromEntries(headers) as Record<string, string> };
}

describe('a webhook', () => {
  it('gets what an independent Standard Webhooks library verifies, and not a byte of it changed', async () => {
    const { result, request, headers } = await send([NEW]);
    expect(result).toEqual({
      outcome: 'delivered',
      status: 200,
      error: null,
      snippet: 'ok',
      retryAfterMs: null,
    });
    expect(request?.body).toBe(PAYLOAD);
    expect(new Webhook(NEW).verify(request?.body ?? '', headers)).toEqual(JSON.parse(PAYLOAD));
    expect(() => new Webhook(NEW).verify(`${request?.body} `, headers)).toThrow();
    expect(() => new Webhook(OLD).verify(request?.body ?? '', headers)).toThrow();
    expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json' });
    expect(request?.path).toBe('/hook?token=secret-token');
  });

  it('is signed by the old secret too while it is being replaced', async () => {
    const { request, headers } = await send([NEW, OLD]);
    for (const secret of [NEW, OLD]) {
      expect(new Webhook(secret).verify(request?.body ?? '', headers)).toEqual(JSON.parse(PAYLOAD));
    }
  });

  it('carries the time of its own attempt', async () => {
    const { headers } = await send([NEW], 1_700_000_000_999);
    expect(headers['webhook-timestamp']).toBe('1700000000');
  });

  it('counts 2xx only as arrived, tries everything else again, and ends at 410', () => {
    const outcome = (status: number) => webhook.judge({ status, retryAfterMs: null, text: '' }).outcome;
    expect([200, 204, 299].map(outcome)).toEqual(['delivered', 'delivered', 'delivered']);
    expect([301, 400, 404, 429, 500].map(outcome)).toEqual(Array(5).fill('retry'));
    expect(outcome(410)).toBe('gone');
  });
});
