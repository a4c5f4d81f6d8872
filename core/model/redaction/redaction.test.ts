import { describe, expect, it } from 'vitest';
import type { Attributes } from '../attributes';
import { matchesGlob } from './key-glob';
import { compilePattern } from './own-pattern';
import { DEFAULT_REDACTION, DETECTOR_IDS, type RedactionSettings } from './rule';
import { keySays } from './secret-key';
import { createValueRedactor } from './value-redactor';

const ALL: RedactionSettings = { detectors: DETECTOR_IDS, rules: [] };

function redactorOf(settings: RedactionSettings) {
  const counts: Record<string, number> = {};
  const values = createValueRedactor(settings, (by) => {
    counts[by] = (counts[by] ?? 0) + 1;
  });
  return { ...values, counts };
}

const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.dozjgNryP4J3jVmNHl0w5N`;
const AWS_ID = `AKIA${'IOSFODNN7EXAMPLE'}`;
const GITHUB = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`;

/** A text, the part of it that must be removed, and the detector that finds it. */
const SECRETS: readonly (readonly [string, string, string])[] = [
  ['login failed for password=hunter2 of anna', 'hunter2', 'assignment'],
  ['{"user":"anna","password":"hun\\"ter2","n":1}', 'ter2', 'key-name'],
  ['cut {"user":"anna","clientSecret":"hunter2', 'hunter2', 'assignment'],
  ['body: {\\"api_key\\":\\"hunter2\\",\\"n\\":1}', 'hunter2', 'assignment'],
  ['https://api.example.org/x?page=2&access_token=hunter2&z=1', 'hunter2', 'assignment'],
  ['https://s3.amazonaws.com/b/k?X-Amz-Signature=fe5f80&X-Amz-Date=1', 'fe5f80', 'assignment'],
  ['https://store.blob.core.windows.net/c?sv=2022&sig=hunter2%3D', 'hunter2', 'assignment'],
  [String.raw`sent {\\\"password\\\":\\\"hun,ter2\\\",\\\"n\\\":1}`, 'ter2', 'assignment'],
  [String.raw`sent {\\\"cookie\\\":\\\"a=b; c=hunter2\\\"}`, 'hunter2', 'authorization'],
  ['/login?next=%2Fa%3Faccess_token%3Dhunter2%26z%3D1', 'hunter2', 'assignment'],
  ['/find?q=%7B%22password%22%3A%22hunter2%22%7D', 'hunter2', 'assignment'],
  [
    ' \n{"Records":[{"body":"{\\"Message\\":\\"{\\\\\\"ssn\\\\\\":\\\\\\"078-05\\\\\\"}\\"}"}]}',
    '078',
    'key-name',
  ],
  ["{ apiKey: 'hunter2' }", 'hunter2', 'assignment'],
  ['Server=db;Uid=app;Pwd=hunter2;', 'hunter2', 'assignment'],
  ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCY', 'wJalr', 'assignment'],
  ['Authorization: Digest username="anna", response="6629"', '6629', 'authorization'],
  ['curl -H "Authorization: Bearer hunter2" https://x', 'hunter2', 'authorization'],
  ['sent Bearer abc123def456ghi789', 'abc123', 'authorization'],
  ['cookie: session=hunter2; theme=dark', 'hunter2', 'authorization'],
  ['x-api-key: hunter2', 'hunter2', 'authorization'],
  ['connect ECONNREFUSED postgres://app:hunter2@db.internal:5432/orders', 'hunter2', 'url-password'],
  [`token is ${JWT}.`, 'dozjgNry', 'jwt'],
  [`key ${AWS_ID} is gone`, AWS_ID, 'vendor-token'],
  [`remote: https://x.example/${GITHUB}/`, GITHUB, 'vendor-token'],
  [`sk_${'live_4eC39HqLyjWDarjtT1zdp7dc'}`, '4eC39', 'vendor-token'],
  [`https://hooks.${'slack.com'}/services/T000/B000/XXXXXXXX`, 'XXXXXXXX', 'vendor-token'],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nxyz\n-----END RSA PRIVATE KEY-----\nrest',
    'MIIEow',
    'private-key',
  ],
  ['-----BEGIN PRIVATE KEY-----\nMIIEow, cut', 'MIIEow', 'private-key'],
  ['paid with 4111 1111 1111 1111 today', '4111', 'card'],
  ['card=5500-0000-0000-0004', '0004', 'card'],
  ['amex 378282246310005', '378282246310005', 'card'],
  ['mail to anna.b+x@example.co.uk please', 'anna', 'email'],
];

/** Texts that resemble secrets but are not. */
const CLEAN = [
  'Unexpected token < in JSON at position 0',
  'token: null, secret: undefined, password: ',
  'order 4111111111111112 has a wrong check digit',
  'at 1763737200000000000 ns, trace 4611686018427387904',
  'trace 4bf92f3577b34da6a3ce929d0e0e4736 of 2a28a110-878e-4149-a324-5a16a8c6b4ef',
  'REPORT RequestId: 2a28a110-878e-4149-a324-5a16a8c6b4ef\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB',
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf',
  'GET https://api.example.org/v1/orders/520151635/items/762613?page=2',
  'asia-east1 hooks sk-learn basic auth is off, 2026-11-21 14:38:49',
  'basic information about bearer bonds',
  '{"gen_ai.usage.input_tokens":120,"next_token":"abc"}',
  'key: value, keyboard = 3',
] as const;

describe('a text', () => {
  it.each(SECRETS)('loses its secret: %s', (text, secret, by) => {
    const redactor = redactorOf(ALL);
    const result = redactor.text(text);
    expect(result).not.toContain(secret);
    expect(result).toContain(`[redacted ${by}]`);
    expect(redactor.counts[by]).toBe(1);
  });

  it.each(CLEAN)('without a secret stays as it is: %s', (text) => {
    const redactor = redactorOf({ detectors: DEFAULT_REDACTION.detectors, rules: [] });
    expect(redactor.text(text)).toBe(text);
    expect(redactor.counts).toEqual({});
  });

  it('of JSON deeper than the stack is looked at as a text', () => {
    const [before, behind] = ['{"tokens":'.repeat(24_000), '}'.repeat(24_000)];
    const clean = `${before}1${behind}`;
    expect(redactorOf(ALL).text(clean)).toBe(clean);
    expect(redactorOf(ALL).text(`${before}"password=hunter2"${behind}`)).not.toContain('hunter2');
  });

  it('keeps what is around the secret', () => {
    const { text } = redactorOf(ALL);
    expect(text('{"a":1,"token":"x","b":[true]}')).toBe('{"a":1,"token":"[redacted key-name]","b":[true]}');
    expect(text('GET /x?token=abc&page=2 in 3 ms')).toBe('GET /x?token=[redacted assignment]&page=2 in 3 ms');
    expect(text('postgres://app:pw@db/orders')).toBe('postgres://app:[redacted url-password]@db/orders');
  });

  it.each(SECRETS)('that was redacted once becomes nothing else: %s', (text) => {
    const once = redactorOf(ALL).text(text);
    const again = redactorOf(ALL);
    expect(again.text(once)).toBe(once);
    expect(again.counts).toEqual({});
  });

  it('keeps e-mail addresses unless it is told otherwise', () => {
    expect(redactorOf(DEFAULT_REDACTION).text('to anna@example.org')).toBe('to anna@example.org');
  });
});

describe('a key', () => {
  it.each([
    'http.request.header.authorization',
    'http.request.header.x-api-key',
    'set-cookie',
    'DB_PASSWORD',
    'clientSecret',
    'aws_session_token',
    'userPassword',
    'db.query.parameter.passwd',
    'Ocp-Apim-Subscription-Key',
  ])('%s is secret', (key) => expect(keySays(key)).not.toBe('nothing'));

  it.each([
    'gen_ai.usage.input_tokens',
    'gen_ai.request.max_tokens',
    'nextToken',
    'faas.invocation_id',
    'session.id',
    'aws.secretsmanager.secret.arn',
    'key',
    'messaging.kafka.message.key',
    'db.system',
    'AWS_ACCESS_KEY_ID',
    'tokenizer',
  ])('%s is not', (key) => expect(keySays(key)).toBe('nothing'));
});

describe('attributes', () => {
  it('are the same object when there is nothing to take out', () => {
    const attributes: Attributes = { a: 'b', n: 4, list: ['x', { y: 'z' }], empty: null };
    expect(redactorOf(ALL).attributes(attributes)).toBe(attributes);
  });

  it('lose secrets in every depth, and as numbers', () => {
    const { attributes, counts } = redactorOf(ALL);
    const given: Attributes = {
      password: 1234,
      'token.count': 5,
      sessionToken: false,
      card: 4_111_111_111_111_111,
      'http.request.header.cookie': ['a=b', 'c=d'],
      deep: [{ user: { secret: { key: 'x' }, name: 'anna' } }, `Bearer abc123def456ghi7`],
      'process.environment': '{"PATH":"/bin","DB_PASSWORD":"hunter2"}',
    };
    expect(attributes(given)).toEqual({
      password: '[redacted key-name]',
      'token.count': 5,
      sessionToken: false,
      card: '[redacted card]',
      'http.request.header.cookie': '[redacted key-name]',
      deep: [{ user: { secret: '[redacted key-name]', name: 'anna' } }, 'Bearer [redacted authorization]'],
      'process.environment': '{"PATH":"/bin","DB_PASSWORD":"[redacted key-name]"}',
    });
    expect(counts).toEqual({ 'key-name': 4, card: 1, authorization: 1 });
    expect(given.password).toBe(1234);
  });

  it('with hostile keys stay plain data', () => {
    const given = JSON.parse('{"__proto__":{"token":"x"},"constructor":"y"}') as Attributes;
    const result = redactorOf(ALL).attributes(given);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"token":"[redacted key-name]"},"constructor":"y"}');
    expect(({} as Record<string, unknown>).token).toBeUndefined();
  });
});

describe('own rules', () => {
  const rules = [
    { name: 'customer', kind: 'pattern', match: 'cust-[0-9]{4}' },
    { name: 'person', kind: 'key', match: 'user.*' },
  ] as const;

  it('take out what they match, by key or inside texts', () => {
    const { attributes, counts } = redactorOf({ detectors: [], rules });
    expect(attributes({ 'User.name': 'Anna', note: 'cust-1234 and cust-5678', password: 'x' })).toEqual({
      'User.name': '[redacted person]',
      note: '[redacted customer] and [redacted customer]',
      password: 'x',
    });
    expect(counts).toEqual({ person: 1, customer: 1 });
  });

  it('stand as they are in the mark, whatever a replacement could mean', () => {
    const { text } = redactorOf({ detectors: [], rules: [{ name: 'a $1', kind: 'pattern', match: 'x(y)' }] });
    expect(text('xy')).toBe('[redacted a $1]');
  });

  it.each(['(?=a)b', '(a', '\\1', 'a**', 'x*', '(?:[a-z]{1,100}){1,100}'])(
    'refuse the pattern %s',
    (pattern) => expect(() => compilePattern(pattern)).toThrow(/^match /),
  );

  it('name keys by stars', () => {
    expect(matchesGlob('a*c', 'ABBC')).toBe(true);
    expect(matchesGlob('*', '')).toBe(true);
    expect(matchesGlob('a*b*c', 'a-b-')).toBe(false);
    expect(matchesGlob('a', 'ab')).toBe(false);
  });
});

describe('texts made to be slow', () => {
  const LENGTH = 16_384;
  const slow = [
    'token="',
    'password=',
    'eyJ',
    'eyJaaaaaaaa.eyJ',
    '://',
    '://a:',
    'sk_live_',
    '_',
    'a',
    '-----BEGIN ',
    '4111 ',
    '4',
    'bearer ',
    'authorization: ',
    '\\"token\\":\\"',
    'a@',
    'a.',
    'secret  ',
    'x-amz-',
    '{',
    '["',
    "pwd='",
    'sg.',
    'hooks.slack.com/',
    'token\\\\\\":\\\\\\"',
    'token:\\\\\\"\\\\\\\\\\\\\\\\',
    'token%3d%22',
  ];

  it.each(slow)('are read in time that grows with their length: %s', (part) => {
    const { text } = redactorOf({
      detectors: DETECTOR_IDS,
      rules: [{ name: 'evil', kind: 'pattern', match: '(a+)+$' }],
    });
    const stepsOf = (length: number) => {
      const given = part.repeat(Math.ceil(length / part.length)).slice(0, length);
      const started = process.cpuUsage().user;
      for (let turn = 0; turn < 3; turn += 1) text(given);
      return process.cpuUsage().user - started;
    };
    stepsOf(LENGTH);
    // On any machine, a second for one value would be far beyond linear time.
    expect(stepsOf(LENGTH) / 3).toBeLessThan(1_000_000);
  });
});
