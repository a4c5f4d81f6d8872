import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { expect, it } from 'vitest';
import { encodeExportResponse, encodeStatus } from './responses';

const NOTHING = { count: 0, message: '' };
const SOME = { count: 300, message: 'spans rejected: traceId is missing (300)' };

it('says full success with {} in JSON and with no byte in protobuf', () => {
  expect(Buffer.from(encodeExportResponse('traces', 'json', NOTHING)).toString()).toBe('{}');
  expect(encodeExportResponse('logs', 'protobuf', NOTHING)).toHaveLength(0);
});

it('says partial success as the OpenTelemetry clients read it', () => {
  const traces = { partialSuccess: { rejectedSpans: 300, errorMessage: SOME.message } };
  expect(
    ProtobufTraceSerializer.deserializeResponse(encodeExportResponse('traces', 'protobuf', SOME)),
  ).toEqual(traces);
  expect(JsonTraceSerializer.deserializeResponse(encodeExportResponse('traces', 'json', SOME))).toEqual({
    partialSuccess: { rejectedSpans: '300', errorMessage: SOME.message },
  });
  const logs = { partialSuccess: { rejectedLogRecords: 300, errorMessage: SOME.message } };
  expect(ProtobufLogsSerializer.deserializeResponse(encodeExportResponse('logs', 'protobuf', SOME))).toEqual(
    logs,
  );
  expect(JsonLogsSerializer.deserializeResponse(encodeExportResponse('logs', 'json', SOME))).toEqual({
    partialSuccess: { rejectedLogRecords: '300', errorMessage: SOME.message },
  });
});

it('says a warning with no rejected record but a message', () => {
  const warning = { count: 0, message: 'not kept' };
  expect(JSON.parse(Buffer.from(encodeExportResponse('metrics', 'json', warning)).toString())).toEqual({
    partialSuccess: { rejectedDataPoints: '0', errorMessage: 'not kept' },
  });
  expect(Buffer.from(encodeExportResponse('metrics', 'protobuf', warning)).toString('latin1')).toBe(
    '\x0a\x0a\x12\x08not kept',
  );
});

it('encodes google.rpc.Status in both encodings', () => {
  expect(JSON.parse(Buffer.from(encodeStatus('json', 3, 'bad "body"')).toString())).toEqual({
    code: 3,
    message: 'bad "body"',
  });
  expect(Buffer.from(encodeStatus('protobuf', 3, 'bad'))).toEqual(
    Buffer.from('080312036261 64'.replace(' ', ''), 'hex'),
  );
});
