import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countOfMetric } from '@/core/model/platform/metric-facts';
import { platformOriginOf } from '@/core/model/platform/origin';
import { decodeFeed } from './decode-feed';
import { feedSource, parametersOf } from './delivery';
import { logsPayload, metricStream } from './testing/payloads';

const asSent = (records: readonly unknown[], source = feedSource({})) =>
  decodeFeed(
    { feed: 'firehose', source },
    Buffer.from(JSON.stringify({ requestId: 'r', timestamp: 1, records })),
    5n,
  );
const recordOf = (data: Uint8Array) => ({ data: Buffer.from(data).toString('base64') });
const firehose = (records: readonly Uint8Array[], source = feedSource({})) =>
  asSent(records.map(recordOf), source);

const logsRecord = (lines: readonly string[]) => gzipSync(JSON.stringify(logsPayload('orders', lines)));

describe('records of a Firehose request', () => {
  it('are log events or metrics, told apart by what they hold', () => {
    // A length prefix of 123 looks like the brace with which JSON begins.
    const short = metricStream('Throttles', 3, 'o', {});
    const brace = metricStream('Throttles', 3, 'o'.repeat(1 + 0x7b - (short[0] ?? 0)), {});
    expect(brace[0]).toBe(0x7b);
    const read = firehose([
      logsRecord(['one', 'two']),
      brace,
      Buffer.from(JSON.stringify(logsPayload('mail', ['three']))),
      metricStream('Errors', 1, 'mail'),
    ]);
    expect(read.logs.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
    expect(read.points.map(countOfMetric)).toMatchObject([
      { counted: 'throttles', value: 3 },
      { counted: 'failures', value: 1, origin: { name: 'mail', region: 'eu-central-1' } },
    ]);
    expect(read.unread).toEqual({ count: 0, message: '' });
  });

  it('belong to the environment that the stream was set up with', () => {
    const { logs, points } = firehose(
      [logsRecord(['one']), metricStream('Errors', 1, 'mail'), metricStream('Errors', 1, 'mail')],
      feedSource({ environment: 'production' }, { team: 'shop' }, 'eu-west-1'),
    );
    const environments = [...logs, ...points].map(({ resource }) => platformOriginOf(resource).environment);
    expect(environments).toEqual(['production', 'production', 'production']);
    expect(logs[0]?.resource.attributes).toMatchObject({ team: 'shop', 'cloud.region': 'eu-west-1' });
    expect(points[0]?.resource.attributes).toMatchObject({ team: 'shop', 'cloud.region': 'eu-central-1' });
  });

  it('that cannot be read are counted beside those that can', () => {
    const { logs, unread } = firehose([Buffer.from('hello'), logsRecord(['one']), Buffer.from([0x1f, 0x8b])]);
    expect(logs).toHaveLength(1);
    expect(unread).toEqual({ count: 2, message: expect.stringContaining('metric stream') });
  });

  it('that are none, or not base64, are counted so too', () => {
    const { logs, unread } = asSent([{ data: 'a b' }, recordOf(logsRecord(['one'])), 7]);
    expect(logs).toHaveLength(1);
    expect(unread).toEqual({ count: 2, message: expect.stringContaining('base64') });
    expect(() => asSent([7])).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });

  it.each([
    ['none of them can be read', [Buffer.from('hello')], /metric stream/],
    ['a stream sends JSON', [Buffer.from('{"metric_stream_name":"x"}\n{}')], /OpenTelemetry 1\.0/],
  ])('are refused when %s', (_name, records, message) => {
    expect(() => firehose(records)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(message) }),
    );
  });

  it('are refused when together they unpack to more than a body may', () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(30 * 1024 * 1024, 32)]));
    expect(() => firehose([bomb, bomb, bomb])).toThrowError(expect.objectContaining({ code: 'too_large' }));
  });
});

describe('what a sender was set up with', () => {
  it('is an attribute by parameter, before what came another way', () => {
    const source = feedSource(
      { environment: 'production', function: '' },
      { 'cloud.region': 'r', x: 'y' },
      'other',
    );
    expect(source).toEqual({
      region: 'r',
      attributes: { 'cloud.region': 'r', x: 'y', 'deployment.environment.name': 'production' },
    });
    expect(feedSource({ region: 'mine' }, { 'cloud.region': 'r' }).region).toBe('mine');
    expect(() => feedSource({ environment: 'x'.repeat(513) })).toThrowError(/environment is longer/);
    expect(parametersOf('firehose')).not.toContain('function');
  });
});

it('keeps only text that a store can hold, whoever named it, so that what is sent again is the same', () => {
  const odd = 'a\0b\ud800';
  const source = feedSource({ function: 'orders', environment: odd }, { [odd]: odd });
  const events = [
    { type: 'function', record: { level: 'INFO', requestId: odd, message: odd } },
    { type: 'platform.start', record: { requestId: odd } },
    { type: odd, record: `{"level":"INFO","requestId":${JSON.stringify(odd)}}` },
  ];
  const body = Buffer.from(JSON.stringify({ resource: { [odd.repeat(500)]: odd }, events }));
  const { logs } = decodeFeed({ feed: 'telemetry-api', source }, body, 1n);
  expect(logs).toHaveLength(3);
  for (const { body: text, attributes, resource } of logs) {
    const pairs = [attributes, resource.attributes].flatMap((all) => Object.entries(all));
    for (const one of [text, ...pairs.flat()]) expect(String(one)).not.toMatch(/\0|\p{Surrogate}/u);
    for (const [key] of pairs) expect(key.length).toBeLessThan(1100);
  }
  expect(logs[0]?.attributes['faas.invocation_id']).toBe('a\u2400b\ufffd');
});
