import { fixed64, part, tag, varint } from '../../otlp/testing/wire';

/** A CloudWatch Logs subscription payload for a function, in the documented shape; `atMs` is the time of the first line. */
export function logsPayload(name: string, lines: readonly string[], atMs = 1_795_237_200_000) {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: `/aws/lambda/${name}`,
    logStream: '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef',
    subscriptionFilters: ['faaslens'],
    logEvents: lines.map((message, index) => ({
      id: `3195310660696698337880902507980421114328961542429879${atMs % 1000}${1000 + index}`,
      timestamp: atMs + index,
      message,
    })),
  };
}

const RESOURCE = {
  'cloud.provider': 'aws',
  'cloud.account.id': '123456789012',
  'cloud.region': 'eu-central-1',
};

/** One record of a metric stream (OpenTelemetry 1.0): one point of a Lambda metric for one function. */
export function metricStream(
  metric: string,
  sum: number,
  functionName: string,
  resource: Readonly<Record<string, string>> = RESOURCE,
): Buffer {
  const entry = (field: number, key: string, value: Buffer) => part(field, part(1, key), part(2, value));
  const double = Buffer.alloc(8);
  double.writeDoubleLE(sum);
  const dimensions = part(6, entry(1, 'FunctionName', part(1, functionName)));
  const point = part(
    1,
    entry(7, 'Dimensions', dimensions),
    fixed64(3, 9n),
    fixed64(4, 4n),
    tag(5, 1),
    double,
  );
  const attributes = Object.entries(resource).map(([key, value]) => entry(1, key, part(1, value)));
  const metrics = part(2, part(2, part(1, `amazonaws.com/AWS/Lambda/${metric}`), part(11, point)));
  const request = part(1, part(1, ...attributes), metrics);
  return Buffer.concat([varint(request.length), request]);
}
