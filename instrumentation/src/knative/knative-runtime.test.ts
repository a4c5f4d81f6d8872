import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';
import { type Served, serve, unusedPort } from '../testing/served';

const SENDER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const ORIGIN = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
const FUNCTION = `
import { setAttribute, wrap } from '@faaslens/instrumentation/knative';
export const handle = wrap(async (context, input) => {
  setAttribute('got', input?.type ?? typeof input);
  console.log('handling', context.method);
  if (context.query.fail) throw new RangeError('no');
  if (context.query.teapot) return { statusCode: 418, body: 'short and stout' };
  return context.cloudevent ? undefined : { hello: 1 };
});
`;

describe("on Knative's function runtime", () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let served: Served;
  const send = (path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(`${served.url}${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers,
    });

  beforeAll(async () => {
    functions = await functionFolder();
    functions.write('package.json', '{"type":"module","main":"index.mjs"}');
    functions.write('index.mjs', FUNCTION);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    const port = await unusedPort();
    served = await serve({
      command: process.execPath,
      args: [await runtimeModule('faas-js-runtime/bin/cli.js'), 'index.mjs', '--port', String(port)],
      cwd: functions.path,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...PATIENT,
        K_SERVICE: 'shop',
        K_REVISION: 'shop-00001',
      },
      port,
    });
  });
  afterEach(async () => {
    await served.stop();
    await receiver.close();
  });

  it('a request is told before it is answered, in the trace of the caller, whatever its query hides', async () => {
    const response = await send('/?method=evil&headers=evil', {
      traceparent: SENDER,
      'user-agent': 'curl/8',
    });
    expect([response.status, await response.json()]).toEqual([200, { hello: 1 }]);
    await send('/?teapot=1', { traceparent: SENDER, 'user-agent': 'curl/8' });
    const [hidden, teapot] = receiver.spans();
    expect(hidden?.resource).toMatchObject({ 'faas.name': 'shop', 'faas.version': 'shop-00001' });
    expect(teapot).toMatchObject({
      name: 'shop',
      kind: 2,
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      attributes: {
        'faas.trigger': 'http',
        'http.request.method': 'GET',
        'http.response.status_code': 418,
        'user_agent.original': 'curl/8',
      },
    });
    expect(receiver.logs().at(-1)?.body).toBe('handling GET');
  });

  it.each([
    [
      'binary',
      {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': 'e1',
        'ce-type': 'order.placed',
        'ce-source': '/shop/carts/7',
        'ce-traceparent': ORIGIN,
      },
      { cart: 7 },
    ],
    [
      'structured',
      { 'content-type': 'application/cloudevents+json' },
      {
        specversion: '1.0',
        id: 'e1',
        type: 'order.placed',
        source: '/shop/carts/7',
        traceparent: ORIGIN,
        data: { cart: 7 },
      },
    ],
  ])(
    'a CloudEvent in %s mode is a message: its deliverer is the parent, its origin a link',
    async (_mode, headers, body) => {
      const response = await send('/', { ...(headers as Record<string, string>), traceparent: SENDER }, body);
      expect(response.status).toBe(204);
      expect(receiver.spans()).toMatchObject([
        {
          name: 'process order.placed',
          kind: 5,
          parentSpanId: 'b'.repeat(16),
          links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }],
          attributes: {
            'faas.trigger': 'pubsub',
            'faas.invocation_id': 'e1',
            'cloudevents.event_type': 'order.placed',
            'cloudevents.event_source': '/shop/carts/7',
            'http.response.status_code': 204,
            got: 'order.placed',
          },
        },
      ]);
    },
  );

  it('an error is told, and answered by the runtime', async () => {
    expect((await send('/?fail=1')).status).toBe(500);
    expect(receiver.spans()[0]?.attributes['error.type']).toBe('RangeError');
  });
});
