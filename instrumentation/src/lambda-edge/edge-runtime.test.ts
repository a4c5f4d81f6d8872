import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimesFolder } from '../testing/runtimes';

const functionsOf = (url: string) => `
import { wrap } from '@faaslens/instrumentation/lambda-edge';
const settings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: '${url}',
  OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
  OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20k1',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
};
export const viewer = wrap(async (event) => {
  const { request } = event.Records[0].cf;
  if (request.uri === '/fail') throw new RangeError('no');
  if (request.uri === '/old') return { status: '301', headers: { location: [{ key: 'Location', value: '/new' }] } };
  return request;
}, { settings });
`;

/** As CloudFront sends it; headers by lower-case name, each a list. */
const event = (uri: string, eventType = 'viewer-request') => ({
  Records: [
    {
      cf: {
        config: { distributionId: 'EDFDVBD6EXAMPLE', eventType, requestId: 'cf-request-1' },
        request: {
          clientIp: '203.0.113.178',
          method: 'GET',
          uri,
          querystring: 'key=secret',
          headers: {
            host: [{ key: 'Host', value: 'd111111abcdef8.cloudfront.net' }],
            'user-agent': [{ key: 'User-Agent', value: 'curl/8' }],
            traceparent: [{ key: 'traceparent', value: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }],
          },
        },
      },
    },
  ],
});

describe("Lambda@Edge: CloudFront's events on AWS Lambda's runtime client, without variables of the user's", () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let sandbox: LambdaSandbox;

  beforeAll(async () => {
    await runtimesFolder();
    functions = await functionFolder();
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    functions.write('index.mjs', functionsOf(receiver.url));
    sandbox = await LambdaSandbox.start({
      folder: functions.path,
      handler: 'index.viewer',
      env: { AWS_LAMBDA_FUNCTION_NAME: 'us-east-1.redirects', AWS_REGION: 'eu-central-1' },
    });
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  it('a request that goes on is passed through unchanged, and told as the one function behind all replicas', async () => {
    const sent = event('/');
    const answer = await sandbox.invoke(sent);
    expect(JSON.parse(answer.body)).toEqual(sent.Records[0]?.cf.request);
    expect(receiver.requests[0]?.headers.authorization).toBe('Bearer k1');
    const [span] = receiver.spans();
    expect(span).toMatchObject({
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      resource: {
        'cloud.region': 'us-east-1',
        'faas.name': 'redirects',
        'faaslens.edge_region': 'eu-central-1',
        'deployment.environment.name': 'production',
      },
      attributes: {
        'faas.trigger': 'http',
        'faaslens.event_source': 'aws:cloudfront',
        'faaslens.event_type': 'viewer-request',
        'aws.cloudfront.distribution_id': 'EDFDVBD6EXAMPLE',
        'aws.cloudfront.request_id': 'cf-request-1',
        'url.path': '/',
        'server.address': 'd111111abcdef8.cloudfront.net',
        'user_agent.original': 'curl/8',
      },
    });
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
  });

  it('an answer of its own has a status, an error a type', async () => {
    await sandbox.invoke(event('/old'));
    expect((await sandbox.invoke(event('/fail'))).kind).toBe('error');
    const [moved, failed] = receiver.spans();
    expect(moved?.attributes['http.response.status_code']).toBe(301);
    expect(failed?.attributes['error.type']).toBe('RangeError');
  });
});
