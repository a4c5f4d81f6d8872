import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../testing';
import { sendWebhook, type WebhookCall } from './webhook';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OPEN = { allowPrivate: true };

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

function call(url: string, at = Date.now()): WebhookCall {
  return { url, secret: SECRET, messageId: 'msg_1', payload: '{"type":"test","é":"✓"}', at };
}

describe('sendWebhook', () => {
  it('sends what an independent Standard Webhooks library verifies', async () => {
    receiver = await startReceiver();
    expect(await sendWebhook(call(receiver.url), OPEN)).toEqual({
      ok: true,
      httpStatus: 200,
      error: null,
      snippet: 'ok',
      retryAfterMs: null,
    });
    const [request] = receiver.received;
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(SECRET).verify(request?.body ?? '', headers)).toEqual({ type: 'test', é: '✓' });
    expect(() => new Webhook(SECRET).verify(`${request?.body} `, headers)).toThrow();
    expect(headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json' });
    expect(request?.path).toBe('/hook?token=secret-token');
  });

  it('signs each attempt with its own time', async () => {
    receiver = await startReceiver();
    await sendWebhook(call(receiver.url, 1_700_000_000_999), OPEN);
    expect(receiver.received[0]?.headers['webhook-timestamp']).toBe('1700000000');
  });

  it('takes every answer but 2xx as a failure and follows no redirect', async () => {
    let status = 0;
    receiver = await startReceiver((response) =>
      response.writeHead(status, { location: receiver?.url ?? '' }).end('see there'),
    );
    for (status of [301, 302, 307, 308]) {
      expect(await sendWebhook(call(receiver.url), OPEN)).toMatchObject({
        ok: false,
        httpStatus: status,
        error: expect.stringMatching(/redirects are not followed/),
      });
    }
    for (status of [400, 404, 410, 500]) {
      expect(await sendWebhook(call(receiver.url), OPEN)).toMatchObject({ ok: false, httpStatus: status });
    }
    expect(receiver.received).toHaveLength(8);
  });

  it('understands Retry-After as seconds and as a date, up to a day', async () => {
    let header = '';
    receiver = await startReceiver((response) => response.writeHead(503, { 'retry-after': header }).end());
    const at = Date.UTC(2026, 0, 1);
    const wait = async (value: string) => {
      header = value;
      return (await sendWebhook(call(receiver?.url ?? '', at), OPEN)).retryAfterMs;
    };
    expect(await wait('120')).toBe(120_000);
    expect(await wait(new Date(at + 60_000).toUTCString())).toBe(60_000);
    expect(await wait('99999999')).toBe(24 * 3_600_000);
    expect(await wait('soon')).toBeNull();
  });

  it('keeps only the beginning of an answer, without control characters', async () => {
    receiver = await startReceiver((response) => response.end(`\u001b[31mred\u0000\r\n${'x'.repeat(500)}`));
    const { snippet } = await sendWebhook(call(receiver.url), OPEN);
    expect(snippet).toHaveLength(200);
    expect(snippet?.startsWith('[31mred xxx')).toBe(true);
  });

  it('stops reading an answer that never ends', async () => {
    let written = 0;
    receiver = await startReceiver((response) => {
      const more = () => {
        while (!response.destroyed && written < 1e9) {
          written += 16_384;
          if (!response.write('x'.repeat(16_384))) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    expect(await sendWebhook(call(receiver.url), OPEN)).toMatchObject({ ok: true });
    expect(written).toBeLessThan(20e6);
  });

  it('gives up on a silent endpoint, and on one that drips, in time', async () => {
    receiver = await startReceiver(() => undefined);
    const silent = await sendWebhook(call(receiver.url), { ...OPEN, timeoutMs: 150 });
    expect(silent).toMatchObject({ ok: false, error: 'no complete answer within 0.15 s' });
    await receiver.close();
    receiver = await startReceiver((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const startedAt = performance.now();
    expect(await sendWebhook(call(receiver.url), { ...OPEN, timeoutMs: 150 })).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('never tells the path or query of the address, which are secret', async () => {
    receiver = await startReceiver((response) => response.destroy());
    const port = receiver.port;
    const errors = [(await sendWebhook(call(receiver.url), OPEN)).error];
    await receiver.close();
    for (const url of [
      `http://127.0.0.1:${port}/secret-path`,
      'http://nowhere.invalid/secret-path',
      'secret-path',
    ]) {
      errors.push((await sendWebhook(call(url), OPEN)).error);
    }
    expect(errors.every((error) => error !== null && error !== '')).toBe(true);
    expect(errors.join(' ')).not.toMatch(/secret/);
  });
});
