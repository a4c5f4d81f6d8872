import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countOfMetric } from '@/core/model/platform/metric-facts';
import { fixed64, part, request, tag, varint } from '../otlp/testing/wire';
import { commonAttributes, dataOf, firehoseAnswer, firehoseSource, parseFirehose } from './firehose';
import { pointsOfMetricStream } from './metric-stream';

const body = (value: unknown) => Buffer.from(JSON.stringify(value));
const delivery = { requestId: 'd1', timestamp: 1795237200000, records: [{ data: 'aGVsbG8=' }, { data: '' }] };

describe('a Firehose request', () => {
  it('is read with its records as bytes, gzipped or not', () => {
    const read = parseFirehose(body(delivery));
    expect(read).toMatchObject({ requestId: 'd1', timestampMs: 1795237200000 });
    expect(read.records.map((record) => Buffer.from(dataOf(record)).toString())).toEqual(['hello', '']);
    expect(parseFirehose(gzipSync(body(delivery)))).toEqual(read);
  });

  it.each([
    ['without an id', { ...delivery, requestId: '' }],
    ['without records', { ...delivery, records: {} }],
    ['of another form', []],
  ])('is refused %s', (_name, sent) => {
    expect(() => parseFirehose(body(sent))).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });

  it.each([[7], [{}], [{ data: 'a b' }]])('has no data in the record %j', (record) => {
    expect(() => dataOf(record)).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('is refused beyond the limit that Firehose keeps itself', () => {
    const records = Array.from({ length: 10_001 }, () => ({ data: '' }));
    expect(() => parseFirehose(body({ ...delivery, records }))).toThrowError(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  it('is answered with its id', () => {
    expect(JSON.parse(firehoseAnswer('d1', 17.9))).toEqual({ requestId: 'd1', timestamp: 17 });
    expect(JSON.parse(firehoseAnswer('d1', 17, 'x'.repeat(10_000))).errorMessage).toHaveLength(8192);
  });

  it('says where it comes from in its headers', () => {
    const arn = 'arn:aws:firehose:eu-central-1:123456789012:deliverystream/logs';
    expect(firehoseSource(arn)).toEqual({ region: 'eu-central-1', accountId: '123456789012' });
    expect(firehoseSource('nonsense')).toEqual({ region: '', accountId: '' });
    expect(
      commonAttributes('{"commonAttributes":{"deployment.environment.name":"production","odd":7}}'),
    ).toEqual({
      'deployment.environment.name': 'production',
    });
    expect(commonAttributes('')).toEqual({});
    expect(() => commonAttributes('{}')).toThrowError(/commonAttributes/);
  });
});

describe('a metric stream', () => {
  const double = (field: number, value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return Buffer.concat([tag(field, 1), bytes]);
  };
  const text = (field: number, key: string, value: Buffer) => part(field, part(1, key), part(2, value));
  const dimensions = part(6, text(1, 'FunctionName', part(1, 'orders')));
  const throttles = (sum: number) =>
    request(
      Buffer.concat([
        part(1, 'amazonaws.com/AWS/Lambda/Throttles'),
        part(11, part(1, text(7, 'Dimensions', dimensions), fixed64(3, 9n), fixed64(4, 4n), double(5, sum))),
      ]),
    );
  const other = request(Buffer.concat([part(1, 'amazonaws.com/AWS/EC2/CPU'), part(11, part(1))]));
  const framed = (...requests: Buffer[]) =>
    Buffer.concat(requests.flatMap((one) => [varint(one.length), one]));

  it('is read request by request', () => {
    const { points, ignored } = pointsOfMetricStream(framed(throttles(3), other, throttles(4)), 5n);
    expect(ignored).toBe(1);
    expect(points.map(countOfMetric)).toMatchObject([
      { counted: 'throttles', value: 3, origin: { name: 'orders' } },
      { counted: 'throttles', value: 4 },
    ]);
    expect(pointsOfMetricStream(new Uint8Array(), 5n)).toEqual({ points: [], ignored: 0 });
  });

  it.each([
    ['cut', framed(throttles(3)).subarray(0, 20)],
    ['cut in a length', Buffer.from([0xff])],
    ['JSON', Buffer.from('{"metric_name":"Throttles"}\n')],
    ['without an end of its length', Buffer.alloc(6, 0xff)],
  ])('is refused when it is %s', (_name, record) => {
    expect(() => pointsOfMetricStream(record, 5n)).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
