import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

describe('outgoing calls of a handler', () => {
  let receiver: OtlpReceiver;
  let shop: OtlpReceiver;
  let instrumented: Instrumented;
  const invoke = async (fn: () => Promise<unknown>, env: Record<string, string> = {}) => {
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
    await instrumented.wrap(async (_event: object, _context: object) => fn())({}, lambdaContext());
  };
  const call = () => receiver.spans().find(({ kind }) => kind === 3);

  beforeEach(async () => {
    [receiver, shop] = await Promise.all([startOtlpReceiver(), startOtlpReceiver()]);
  });
  afterEach(async () => {
    instrumented.dispose();
    await Promise.all([receiver.close(), shop.close()]);
  });

  it('are told with the invocation though nobody reads their body', async () => {
    // Never ends, so that only the end of the invocation can end the span.
    shop.answerWith((response) => void response.write('x'));
    await invoke(() => fetch(shop.url));
    expect(call()).toMatchObject({ attributes: { 'http.response.status_code': 200 } });
    expect(call()?.status).toBeUndefined();
  });

  it('of AWS are named by what they do', async () => {
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization:
        'AWS4-HMAC-SHA256 Credential=A/20261121/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    };
    const body = '{"TableName":"orders"}';
    await invoke(async () => (await fetch(shop.url, { method: 'POST', headers, body })).text());
    expect(call()?.name).toMatch(/^DynamoDB\.GetItem/);
  });

  it('do not include the export, and are left alone where that is wanted', async () => {
    await invoke(async () => 'no call');
    expect(call()).toBeUndefined();
    instrumented.dispose();
    await invoke(async () => (await fetch(shop.url)).text(), { FAASLENS_OUTGOING: 'false' });
    expect(call()).toBeUndefined();
    expect(shop.requests[0]?.headers).not.toHaveProperty('traceparent');
  });
});
