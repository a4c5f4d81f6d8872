import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNotice } from '../../model/channels/notice';
import { CHANNEL_KINDS } from '../../model/channels/registry';
import { sampleSettings, TEST_MESSAGE } from '../../model/channels/testing/samples';
import { type Receiver, startReceiver } from '../testing';
import { refusedAddress } from './address-guard';
import type { ConnectOptions } from './exchange';
import { type SendResult, sendNotice } from './send';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Listens on loopback; nothing of the corpus may open a connection to it. */
let honeypot: Receiver;
beforeAll(async () => {
  honeypot = await startReceiver();
});
afterAll(() => honeypot.close());

/** Sends to the address by every kind of channel. */
async function sendAll(url: string, options: Partial<ConnectOptions> = {}): Promise<readonly SendResult[]> {
  const settings = sampleSettings(url);
  const facts = { at: Date.now(), signingSecrets: [SECRET] };
  const connect = { allowPrivate: false, timeoutMs: 2000, ...options };
  return Promise.all(
    CHANNEL_KINDS.map((kind) =>
      sendNotice(kind, readNotice(TEST_MESSAGE), settings[kind.kind], facts, connect),
    ),
  );
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

describe('every kind of channel under attack', () => {
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
      for (const result of await sendAll(`http://${host}:${honeypot.port}/`)) {
        expect(result, host).toMatchObject({ status: null, error: expect.any(String) });
        expect(result.outcome, host).not.toBe('delivered');
      }
    }
    expect(honeypot.connections()).toBe(0);
  });

  it('reaches loopback by no spelling of it as a mail server that is not part of a URL', async () => {
    const email = CHANNEL_KINDS.filter(({ kind }) => kind === 'email');
    for (const host of [
      'localhost',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '::1',
      '::ffff:7f00:1',
      '0',
    ]) {
      const settings = { ...sampleSettings('').email, host, port: honeypot.port };
      for (const kind of email) {
        const facts = { at: 0, signingSecrets: [] };
        const result = await sendNotice(kind, readNotice(TEST_MESSAGE), settings, facts, {
          allowPrivate: false,
          timeoutMs: 2000,
        });
        expect(result.outcome, host).toBe('retry');
      }
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
    const settings = (url: string) => ({ url });
    const facts = { at: 0, signingSecrets: [SECRET] };
    for (const url of urls) {
      for (const kind of CHANNEL_KINDS.filter(({ fields }) => fields.length === 1)) {
        for (const allowPrivate of [false, true]) {
          const connect = { allowPrivate, timeoutMs: 2000 };
          const result = await sendNotice(kind, readNotice(TEST_MESSAGE), settings(url), facts, connect);
          expect(result, `${kind.kind} ${url}`).toMatchObject({ status: null, error: expect.any(String) });
        }
      }
    }
    for (const port of [22, 80, 443, 3306, 6379]) {
      const mail = { ...sampleSettings('').email, host: '93.184.216.34', port };
      for (const kind of CHANNEL_KINDS.filter((one) => one.kind === 'email')) {
        const connect = { allowPrivate: true, timeoutMs: 2000 };
        const result = await sendNotice(kind, readNotice(TEST_MESSAGE), mail, facts, connect);
        expect(result.error).toBe(`not called: port ${port} is not one of a mail server`);
      }
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
      const url = `http://rebind.test:${honeypot.port}/`;
      for (const { error } of await sendAll(url, { resolve: async () => answer })) {
        expect(error).toMatch(/^not called: /);
      }
    }
    for (const url of ['http://metadata.google.internal/', 'http://kubernetes.default.svc/']) {
      const metadata = [{ address: '169.254.169.254', family: 4 }];
      const options = { allowPrivate: true, resolve: async () => metadata };
      for (const { error } of await sendAll(url, options)) expect(error).toMatch(/^not called: /);
    }
    expect(honeypot.connections()).toBe(0);
  });

  it('connects to the very address it checked, whatever the name says a moment later', async () => {
    const receiver = await startReceiver();
    const asked = new Map<string, number>();
    const results = await sendAll(`http://rebind.test:${receiver.port}/`, {
      allowPrivate: true,
      timeoutMs: 300,
      resolve: async (name) => {
        const count = (asked.get(name) ?? 0) + 1;
        asked.set(name, count);
        const safe = count <= CHANNEL_KINDS.length;
        return [{ address: safe ? '127.0.0.1' : '169.254.169.254', family: 4 }];
      },
    });
    // The HTTP receiver speaks no SMTP, so the mail alone does not arrive there.
    expect(results.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(CHANNEL_KINDS.length - 1);
    expect(asked).toEqual(new Map([['rebind.test', CHANNEL_KINDS.length]]));
    expect(receiver.received[0]?.headers.host).toBe(`rebind.test:${receiver.port}`);
    await receiver.close();
  });

  it('does not follow a redirect to a private address', async () => {
    for (const status of [301, 302, 307, 308]) {
      const receiver = await startReceiver((response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${honeypot.port}/` }).end(),
      );
      const results = await sendAll(receiver.url, { allowPrivate: true, timeoutMs: 300 });
      expect(results.some(({ outcome }) => outcome === 'delivered')).toBe(false);
      await receiver.close();
    }
    expect(honeypot.connections()).toBe(0);
  });
});
