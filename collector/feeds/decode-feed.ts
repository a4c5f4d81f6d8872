import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { LogRecord, MetricPoint, Resource } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { MAX_ITEMS } from '../otlp/limits';
import { logsOfCloudWatch, payloadOfEvent } from './cloudwatch-logs';
import type { FeedDelivery, FeedSource } from './delivery';
import { dataOf, parseFirehose } from './firehose';
import { isGzip, UnpackRoom } from './json-body';
import { pointsOfMetricStream } from './metric-stream';
import { logsOfTelemetryApi } from './telemetry-api';

/** What a delivery holds. */
export interface FeedContent {
  readonly logs: readonly LogRecord[];
  readonly points: readonly MetricPoint[];
  /** Number of data points that complete no invocation. */
  readonly ignored: number;
  /** Records that could not be read although others could, and what was wrong with the first of them ('' if none). */
  readonly unread: { readonly count: number; readonly message: string };
}

/** The start of each record of a CloudWatch metric stream in JSON format. */
const JSON_STREAM = '{"metric_stream_name"';
const ALL_READ = { count: 0, message: '' };

/**
 * Reads the body of a delivery. When some records of a Firehose request cannot be read, the others are returned: a retry would
 * change nothing, and the good ones must not be lost.
 * @throws FaaslensError `invalid_input` that names the field, when nothing can be read; `too_large` beyond the limits of a
 * body.
 */
export function decodeFeed(
  { feed, source }: FeedDelivery,
  body: Uint8Array,
  receivedNs: bigint,
): FeedContent {
  const room = new UnpackRoom();
  if (feed === 'firehose') return contentOfFirehose(body, source, receivedNs, room);
  const logs =
    feed === 'telemetry-api'
      ? logsOfTelemetryApi(body, source, receivedNs, room)
      : logsOfCloudWatch(payloadOfEvent(body, room), source, receivedNs, room);
  return { logs, points: [], ignored: 0, unread: ALL_READ };
}

function contentOfFirehose(
  body: Uint8Array,
  source: FeedSource,
  receivedNs: bigint,
  room: UnpackRoom,
): FeedContent {
  const { records } = parseFirehose(body, room);
  const logs: LogRecord[] = [];
  const points: MetricPoint[] = [];
  const resources = new Map<Resource, Resource>();
  let [ignored, unread] = [0, 0];
  let first: FaaslensError | null = null;
  for (const sent of records) {
    try {
      const record = dataOf(sent);
      refuseJsonStream(record);
      if (holdsLogs(record))
        for (const log of logsOfCloudWatch(record, source, receivedNs, room)) logs.push(log);
      else {
        const stream = pointsOfMetricStream(record, receivedNs);
        ignored += stream.ignored;
        for (const point of stream.points) points.push(ofSource(point, source, resources));
      }
    } catch (error) {
      if (!isFaaslensError(error) || error.code !== 'invalid_input') throw error;
      first ??= error;
      unread += 1;
    }
    if (logs.length + points.length > MAX_ITEMS)
      throw new FaaslensError(
        'too_large',
        `a Firehose request may hold ${MAX_ITEMS} log events and data points`,
      );
  }
  if (first && unread === records.length) throw first;
  return { logs, points, ignored, unread: { count: unread, message: first?.message ?? '' } };
}

/**
 * CloudWatch Logs delivers JSON, gzipped or already unpacked by Firehose. A metric stream begins with a length, which may look
 * like a brace but is never followed by a quote.
 */
function holdsLogs(record: Uint8Array): boolean {
  return isGzip(record) || (record[0] === 0x7b && record[1] === 0x22);
}

function refuseJsonStream(record: Uint8Array): void {
  if (Buffer.from(record.subarray(0, JSON_STREAM.length)).toString('latin1') === JSON_STREAM)
    throw malformed('this metric stream sends JSON: set its output format to OpenTelemetry 1.0');
}

/** A stream names its account and region; the delivery's own settings take precedence. */
function ofSource(
  point: MetricPoint,
  { attributes }: FeedSource,
  known: Map<Resource, Resource>,
): MetricPoint {
  const resource = known.get(point.resource) ?? {
    attributes: { ...point.resource.attributes, ...attributes },
  };
  known.set(point.resource, resource);
  return { ...point, resource };
}
