import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '@/core/testing/cpu-ms';
import { normaliseMessage } from './normalise-message';

it.each([
  [
    "Cannot read properties of undefined (reading 'id')",
    'Cannot read properties of undefined (reading <str>)',
  ],
  ['order 4711 not found', 'order <n> not found'],
  ['order-4711x not found after 1,234.5 ms', 'order-<n>x not found after <n> ms'],
  ['user 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone', 'user <uuid> is gone'],
  ['connect ECONNREFUSED 10.0.12.7:5432', 'connect ECONNREFUSED <ip>:<n>'],
  ['connect to fe80::1ff:fe23:4567:890a failed', 'connect to <ip> failed'],
  ['GET https://api.example.org/v1/orders/17?full=1 answered 503', 'GET <url> answered <n>'],
  ['mail to anna.b+x@shop.example.org bounced', 'mail to <email> bounced'],
  ['at 2026-11-21T05:19:45.123Z it broke', 'at <time> it broke'],
  ['2026-11-21 05:19:45,123 broke', '<time> broke'],
  [
    "ENOENT: no such file or directory, open '/tmp/ab/c.txt'",
    'ENOENT: no such file or directory, open <str>',
  ],
  ['cannot open /var/task/config/prod.json now', 'cannot open <path> now'],
  ['cannot open C:\\Users\\anna\\x.txt', 'cannot open <path>'],
  ['commit 9fceb02d0ae598e9 missing, pointer 0xdeadbeef', 'commit <hex> missing, pointer <hex>'],
  ['"a" and `b`', '<str> and <str>'],
  ["it's the user's fault, and/or ours", "it's the user's fault, and/or ours"],
  ['  many\n\n  blanks\t', 'many blanks'],
  ['défaut à 3 € 🎉', 'défaut à <n> € 🎉'],
  ['facade decade', 'facade decade'],
  ['', ''],
])('normalises %j', (message, expected) => {
  expect(normaliseMessage(message)).toBe(expected);
});

it('calls two messages equal that differ in their data only', () => {
  const one = 'timeout of 3000ms for order 17 (trace 4bf92f3577b34da6a3ce929d0e0e4736) at "eu-west-1"';
  const other = 'timeout of 5000ms for order 9881 (trace 0af7651916cd43dd8448eb211c80319c) at "us-east-1"';
  expect(normaliseMessage(one)).toBe(normaliseMessage(other));
});

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      '`',
      ' ',
      '/',
      '\\',
      ':',
      '.',
      '@',
      '-',
      '<',
      '>',
      '<n>',
      '<str>',
      'a',
      'f',
      '0',
      '9',
      'x',
      '\n',
      '0x',
      '2026-01-02',
      '://',
      '(',
      ')',
      '\ud83d',
      '٣',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.uuid(),
    fc.webUrl(),
    fc.ipV4(),
    fc.ipV6(),
  ),
  { maxLength: 120 },
);

it('changes nothing when it is done again, and keeps within its length', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const once = normaliseMessage(parts.join(''));
      expect(normaliseMessage(once)).toBe(once);
      expect(once.length).toBeLessThanOrEqual(200);
    }),
    { numRuns: 2_000 },
  );
});

it('depends on no number in a message', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.nat(), fc.nat(), (text, one, other) => {
      expect(normaliseMessage(`${text} ${one} failed`)).toBe(normaliseMessage(`${text} ${other} failed`));
    }),
  );
});

it('takes no longer for a megabyte than for its first thousand characters', () => {
  const hostile = [
    'a@',
    'a.',
    '1.',
    ':',
    'f',
    '/a',
    "'",
    '"a" ',
    'a-',
    '0-',
    '://',
    'http://',
    '<',
    ' ',
    'x+',
    '1234-',
  ];
  const ms = cpuMs(() => {
    for (const part of hostile) normaliseMessage(part.repeat(1_000_000 / part.length));
  });
  expect(ms).toBeLessThan(10_000);
});
