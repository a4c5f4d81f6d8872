import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelKindEntry } from '../../model/channels/channel-kind';
import { readNotice } from '../../model/channels/notice';
import { slack } from '../../model/channels/slack';
import { telegram } from '../../model/channels/telegram';
import { webhook } from '../../model/channels/webhook';
import { type Receiver, startReceiver } from '../testing';
import type { ConnectOptions } from './exchange';
import { sendNotice } from './send';

const NOTICE = readNotice({
  id: 'msg_1',
  kind: 'alert.test',
  channelId: 'chn_1',
  incidentId: null,
  payload: '{"type":"alert.test","timestamp":"2026-01-01T00:00:00Z","data":{}}',
});
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

function send(
  url: string,
  options: Partial<ConnectOptions> = {},
  at = Date.now(),
  kind: ChannelKindEntry = webhook,
) {
  const facts = { at, signingSecrets: [SECRET] };
  return sendNotice(kind, NOTICE, { url }, facts, { allowPrivate: true, ...options });
}

describe('sending', () => {
  it('follows no redirect', async () => {
    let status = 0;
    receiver = await startReceiver((response) =>
      response.writeHead(status, { location: receiver?.url ?? '' }).end('see there'),
    );
    for (status of [301, 302, 303, 307, 308]) {
      expect(await send(receiver.url)).toMatchObject({
        outcome: 'retry',
        status,
        error: expect.stringMatching(/redirects are not followed/),
      });
    }
    expect(receiver.received).toHaveLength(5);
  });

  it('does not try again in a chat what would be refused again', async () => {
    let status = 400;
    receiver = await startReceiver((response) => response.writeHead(status).end('no_service'));
    expect(await send(receiver.url, {}, 0, slack)).toMatchObject({ outcome: 'refused', status: 400 });
    status = 429;
    expect(await send(receiver.url, {}, 0, slack)).toMatchObject({ outcome: 'retry' });
    status = 404;
    expect(await send(receiver.url, {}, 0, slack)).toMatchObject({ outcome: 'gone' });
  });

  it('understands Retry-After as seconds, as a fraction and as a date, up to a day', async () => {
    let header = '';
    receiver = await startReceiver((response) => response.writeHead(503, { 'retry-after': header }).end());
    const at = Date.UTC(2026, 0, 1);
    const wait = async (value: string) => {
      header = value;
      return (await send(receiver?.url ?? '', {}, at)).retryAfterMs;
    };
    expect(await wait('120')).toBe(120_000);
    expect(await wait('0.25')).toBe(250);
    expect(await wait(new Date(at + 60_000).toUTCString())).toBe(60_000);
    expect(await wait('99999999')).toBe(24 * 3_600_000);
    expect(await wait('soon')).toBeNull();
  });

  it('keeps only the beginning of an answer, without control characters', async () => {
    receiver = await startReceiver((response) => response.end(`\u001b[31mred\u0000\r\n${'x'.repeat(500)}`));
    const { snippet } = await send(receiver.url);
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
    expect(await send(receiver.url)).toMatchObject({ outcome: 'delivered' });
    expect(written).toBeLessThan(20e6);
  });

  it('gives up on a silent endpoint, and on one that drips', async () => {
    receiver = await startReceiver(() => undefined);
    const silent = await send(receiver.url, { timeoutMs: 150 });
    expect(silent).toMatchObject({ outcome: 'retry', error: 'no complete answer within 0.15 s' });
    await receiver.close();
    receiver = await startReceiver((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await send(receiver.url, { timeoutMs: 150 })).toMatchObject({ outcome: 'delivered' });
  });

  it('tells no part of a secret that stands where an answer is cut', async () => {
    receiver = await startReceiver((response) => response.end(`${'x'.repeat(190)}${SECRET}`));
    expect((await send(receiver.url)).snippet).toBe(`${'x'.repeat(190)}***`);
  });

  it('never tells the path or query of an address, nor other secrets, even when the endpoint repeats them', async () => {
    receiver = await startReceiver((response, { path }) => {
      const own = path.startsWith('/bot') ? 'bot 12345:secret-bot' : `token secret-token ${SECRET}`;
      response.writeHead(500).end(`POST ${path} ${own}`);
    });
    const told = [await send(receiver.url)];
    const settings = { token: '12345:secret-bot', chatId: '1', apiUrl: `http://127.0.0.1:${receiver.port}` };
    const facts = { at: 0, signingSecrets: [] };
    told.push(await sendNotice(telegram, NOTICE, settings, facts, { allowPrivate: true }));
    expect(told.map(({ snippet }) => snippet)).toEqual([
      'POST *** token *** ***',
      'POST /bot***/sendMessage bot ***',
    ]);
    const { port } = receiver;
    await receiver.close();
    for (const url of [
      `http://127.0.0.1:${port}/secret-path`,
      'http://nowhere.invalid/secret-path',
      'secret-path',
    ]) {
      const result = await send(url);
      expect(result.error).toBeTruthy();
      told.push(result);
    }
    expect(JSON.stringify(told)).not.toMatch(/secret-token|secret-bot|secret-path|whsec_B/);
  });

  it('fails, and does not throw, when settings are stored that the kind does not take', async () => {
    const facts = { at: 0, signingSecrets: [] };
    const result = await sendNotice(slack, NOTICE, { address: 'x' }, facts, { allowPrivate: true });
    expect(result).toMatchObject({ outcome: 'retry', error: 'not called: the setting url is not valid' });
  });
});
