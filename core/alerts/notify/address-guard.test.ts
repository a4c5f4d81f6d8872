import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../testing';
import { refusedAddress } from './address-guard';
import { sendWebhook, type WebhookOptions } from './webhook';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Listens on loopback; nothing of the corpus may open a connection to it. */
let honeypot: Receiver;
beforeAll(async () => {
  honeypot = await startReceiver();
});
afterAll(() => honeypot.close());

function send(url: string, options: Partial<WebhookOptions> = {}) {
  const call = { url, secret: SECRET, messageId: 'msg_1', payload: '{}', at: Date.now() };
  return sendWebhook(call, { allowPrivate: false, timeoutMs: 2000, ...options });
}

const NEVER = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.170.2',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '100.100.100.200',
  '168.63.129.16',
  '::',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '::ffff:169.254.169.254',
  '::ffff:0:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fd00:ec2::254',
  '::7f00:1',
  '100::1',
  '4000::1',
];
const PRIVATE = [
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '::1',
  'fc00::1',
  'fdff::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
];
const PUBLIC = [
  '93.184.216.34',
  '172.32.0.1',
  '100.63.255.255',
  '2606:4700:4700::1111',
  '::ffff:93.184.216.34',
];

describe('refusedAddress', () => {
  it.each(NEVER)('refuses %s always', (address) => {
    expect(refusedAddress(address, false)).not.toBeNull();
    expect(refusedAddress(address, true)).not.toBeNull();
  });
  it.each(PRIVATE)('refuses %s unless private addresses are allowed', (address) => {
    expect(refusedAddress(address, false)).toMatch(/FAASLENS_ALLOW_PRIVATE_WEBHOOKS/);
    expect(refusedAddress(address, true)).toBeNull();
  });
  it.each(PUBLIC)('permits %s', (address) => {
    expect(refusedAddress(address, false)).toBeNull();
  });
});

describe('sendWebhook under attack', () => {
  it('reaches loopback by no spelling of it', async () => {
    const hosts = [
      '127.0.0.1',
      'localhost',
      'localhost.',
      'LOCALHOST',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '127.0.0.1.',
      '[::1]',
      '[::ffff:7f00:1]',
      '[::ffff:127.0.0.1]',
      '[::7f00:1]',
      '0',
      '0.0.0.0',
      '[::]',
      '１２７.０.０.１',
      '127。0。0。1',
      '%31%32%37.0.0.1',
      'ⓛocalhost',
    ];
    for (const host of hosts) {
      const result = await send(`http://${host}:${honeypot.port}/`);
      expect(result, host).toMatchObject({ ok: false, httpStatus: null, error: expect.any(String) });
    }
    expect(honeypot.connections()).toBe(0);
  });

  it('calls no other scheme, no address with a password and no port of another service', async () => {
    const urls = [
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
      'ftp://127.0.0.1/',
      'data:text/plain,x',
      'javascript:alert(1)',
      `http://user:pass@127.0.0.1:${honeypot.port}/`,
      `http://example.com@127.0.0.1:${honeypot.port}/`,
      'http://93.184.216.34:22/',
      'http://93.184.216.34:25/',
      'http://93.184.216.34:6379/',
      '//127.0.0.1/',
      '',
    ];
    for (const url of urls) {
      expect((await send(url)).error, url).toMatch(/^not called: /);
      expect((await send(url, { allowPrivate: true })).error, url).toMatch(/^not called: /);
    }
    expect(honeypot.connections()).toBe(0);
  });

  it('refuses a name when any of its addresses is private', async () => {
    const answers: LookupAddress[][] = [
      [{ address: '127.0.0.1', family: 4 }],
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
      [
        { address: '2606:4700:4700::1111', family: 6 },
        { address: '::1', family: 6 },
      ],
      [{ address: '169.254.169.254', family: 4 }],
    ];
    for (const answer of answers) {
      const result = await send(`http://rebind.test:${honeypot.port}/`, { resolve: async () => answer });
      expect(result.error).toMatch(/^not called: /);
    }
    const metadata = await send('http://metadata.google.internal/', {
      allowPrivate: true,
      resolve: async () => [{ address: '169.254.169.254', family: 4 }],
    });
    expect(metadata.error).toMatch(/^not called: /);
    expect(honeypot.connections()).toBe(0);
  });

  it('connects to the very address it checked, whatever the name says a moment later', async () => {
    let asked = 0;
    const receiver = await startReceiver();
    const result = await send(`http://rebind.test:${receiver.port}/`, {
      allowPrivate: true,
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
      },
    });
    expect(result).toMatchObject({ ok: true });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`rebind.test:${receiver.port}`);
    await receiver.close();
  });

  it('does not follow a redirect to a private address', async () => {
    const receiver = await startReceiver((response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${honeypot.port}/` }).end(),
    );
    expect(await send(receiver.url, { allowPrivate: true })).toMatchObject({ ok: false, httpStatus: 307 });
    expect(honeypot.connections()).toBe(0);
    await receiver.close();
  });
});
