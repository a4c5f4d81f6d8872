import { afterEach, describe, expect, it } from 'vitest';
import { email } from '../../model/channels/email';
import { readNotice } from '../../model/channels/notice';
import type { ConnectOptions } from './exchange';
import { sendNotice } from './send';
import { type MailReceiver, RECEIVER_CERTIFICATE, startMailReceiver } from './testing/mail-receiver';

const PAYLOAD = {
  type: 'alert.firing',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: {
    id: 'inc_1',
    rule: { id: 'rul_1', name: 'Error rate', severity: 'critical' },
    status: 'firing',
    message: '7.4 % of <b>checkout</b> failed',
    function: { name: 'checkout\r\nBcc: evil@example.org' },
    url: 'https://faaslens.example.org/functions/1?from=a&to=b',
  },
};
const NOTICE = readNotice({
  id: 'msg_1',
  kind: 'alert.firing',
  channelId: 'chn_1',
  incidentId: 'inc_1',
  payload: JSON.stringify(PAYLOAD),
});

let server: MailReceiver | undefined;
afterEach(async () => {
  await server?.close();
});

function send(settings: object, options: Partial<ConnectOptions> = {}) {
  const complete = {
    to: 'ops@example.org, lead@example.org',
    from: 'faaslens@example.org',
    host: 'localhost',
    port: server?.port ?? 0,
    security: 'none',
    user: '',
    password: '',
    ...settings,
  };
  const facts = { at: 0, signingSecrets: [] };
  return sendNotice(email, NOTICE, complete, facts, {
    allowPrivate: true,
    timeoutMs: 5000,
    ca: RECEIVER_CERTIFICATE,
    ...options,
  });
}

describe('e-mail', () => {
  it('reaches every recipient as text and HTML, under a stable id, with nothing injected', async () => {
    server = await startMailReceiver();
    expect(await send({})).toMatchObject({
      outcome: 'delivered',
      status: 250,
      snippet: expect.stringMatching(/^250 /),
    });
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['ops@example.org', 'lead@example.org']);
    expect(mail?.from).toBe('faaslens@example.org');
    const [head = '', ...body] = (mail?.data ?? '').split('\r\n\r\n');
    expect(head).toMatch(/^Subject: FIRING: Error rate on checkout Bcc: evil@example\.org$/m);
    expect(head).not.toMatch(/^Bcc:/m);
    expect(head).toMatch(/^Message-ID: <msg_1@faaslens>$/im);
    expect(head).toMatch(/^References: <inc_1@faaslens>$/m);
    // Quoted-printable breaks long lines.
    const text = body.join('\n').replaceAll('=\r\n', '');
    expect(text).toMatch(/text\/plain/);
    expect(text).toMatch(/&lt;b&gt;checkout&lt;\/b&gt; failed/);
  });

  it('uses STARTTLS, logs in, and sends nothing before the line is encrypted', async () => {
    server = await startMailReceiver({ tls: 'starttls' });
    const result = await send({ security: 'starttls', user: 'faaslens', password: 'pass-word-1' });
    expect(result).toMatchObject({ outcome: 'delivered' });
    expect(server.mails).toMatchObject([{ encrypted: true, user: 'faaslens', password: 'pass-word-1' }]);
  });

  it('uses TLS from the first byte', async () => {
    server = await startMailReceiver({ tls: 'tls' });
    expect(await send({ security: 'tls' })).toMatchObject({ outcome: 'delivered' });
    expect(server.mails).toMatchObject([{ encrypted: true }]);
  });

  it('is not sent unencrypted when encryption is asked for, nor to a server that cannot prove its name', async () => {
    server = await startMailReceiver();
    expect(await send({ security: 'starttls' })).toMatchObject({ outcome: 'refused', status: 502 });
    await server.close();
    server = await startMailReceiver({ tls: 'tls' });
    expect(await send({ security: 'tls' }, { ca: '' })).toMatchObject({ outcome: 'retry', status: null });
    expect(server.mails).toEqual([]);
  });

  it('is refused for good by 5xx, tried again after 4xx, and never tells the password', async () => {
    server = await startMailReceiver({ answerToData: '550 no such user pass-word-1' });
    const refused = await send({});
    expect(refused).toMatchObject({ outcome: 'refused', status: 550 });
    await server.close();
    server = await startMailReceiver({ answerToData: '451 later' });
    expect(await send({})).toMatchObject({ outcome: 'retry', status: 451 });
    await server.close();
    server = await startMailReceiver({ tls: 'starttls', answerToData: '550 login faaslens pass-word-1' });
    const quoted = await send({ security: 'starttls', user: 'faaslens', password: 'pass-word-1' });
    expect(quoted.outcome).toBe('refused');
    expect(JSON.stringify(quoted)).not.toContain('pass-word-1');
  });

  it('gives up on a server that says nothing, and on one that never stops', async () => {
    server = await startMailReceiver({ silent: true });
    expect(await send({}, { timeoutMs: 200 })).toMatchObject({
      outcome: 'retry',
      error: 'no complete answer within 0.2 s',
    });
    await server.close();
    server = await startMailReceiver({ endless: true });
    const result = await send({}, { timeoutMs: 5000 });
    expect(result).toMatchObject({ outcome: 'retry', error: expect.stringMatching(/64 KiB|response/i) });
    expect(server.written()).toBeLessThan(5e6);
  });
});
