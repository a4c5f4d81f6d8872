import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { holdAnswers, PATIENT } from '../testing/hold-answers';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';

const FUNCTION = `
import { setAttribute, wrap } from '@faaslens/instrumentation/netlify';
export default wrap(async (request, context) => {
  const url = new URL(request.url);
  if (url.pathname === '/fail') throw new RangeError('no');
  setAttribute('cart', context.params.id);
  console.log('asked for', url.pathname);
  return new Response('hello', { status: 201 });
});
export const config = { path: '/carts/:id' };
`;

/** What Netlify's build puts in front of a function. */
const entry = (api: string, folder: string) => `
import { getLambdaHandler } from '${api}';
export const handler = getLambdaHandler('${folder}/cart.mjs');
`;

const call = (path: string, headers: object = {}, route?: string) => ({
  rawUrl: `https://shop.netlify.app${path}`,
  path,
  httpMethod: 'GET',
  route,
  headers: {
    'x-nf-request-id': 'nf-1',
    'x-nf-deploy-id': 'deploy-1',
    'x-nf-deploy-context': 'production',
    'x-nf-account-id': 'team-1',
    ...headers,
  },
  isBase64Encoded: false,
  flags: {},
});

describe("on Netlify's runtime API in AWS Lambda's runtime client", () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let sandbox: LambdaSandbox;

  beforeAll(async () => {
    const api = await runtimeModule('@netlify/serverless-functions-api/dist/index.js');
    functions = await functionFolder();
    functions.write('cart.mjs', FUNCTION);
    functions.write('entry.mjs', entry(api, functions.path));
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    sandbox = await LambdaSandbox.start({
      folder: functions.path,
      handler: 'entry.handler',
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...PATIENT,
        SITE_NAME: 'shop',
      },
    });
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  it('a request is told by its route, request id and deploy, in the trace of the caller', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const answer = await sandbox.invoke(call('/carts/7?key=secret', { traceparent }, '/carts/:id'));
    expect(answer.body).toContain('hello');
    await sandbox.frozen();
    expect(receiver.spans()).toMatchObject([
      {
        name: 'GET /carts/:id',
        traceId: 'a'.repeat(32),
        parentSpanId: 'b'.repeat(16),
        resource: { 'cloud.provider': 'netlify', 'service.name': 'shop', 'cloud.region': 'eu-west-1' },
        attributes: {
          'faas.trigger': 'http',
          'faas.name': '/carts/:id',
          'faas.invocation_id': 'nf-1',
          'faas.version': 'deploy-1',
          'deployment.environment.name': 'production',
          'cloud.account.id': 'team-1',
          'url.path': '/carts/7',
          'http.response.status_code': 201,
          cart: '7',
        },
      },
    ]);
    expect(receiver.logs()).toMatchObject([{ body: 'asked for /carts/7', traceId: 'a'.repeat(32) }]);
  });

  it('the answer does not wait for the collector, and the environment is frozen after it has all', async () => {
    const release = holdAnswers(receiver);
    await sandbox.invoke(call('/carts/7'));
    expect(sandbox.events).not.toContain('freeze');
    release();
    await sandbox.frozen();
    expect(receiver.spans()).toHaveLength(1);
  });

  it('a schedule is a timer, a function without a path has the name in its address, an error is told', async () => {
    await sandbox.invoke(call('/.netlify/functions/tidy', { 'x-nf-event': 'schedule' }));
    await sandbox.invoke(call('/fail'));
    await sandbox.frozen();
    const [schedule, failed] = receiver.spans();
    expect(schedule).toMatchObject({
      name: 'tidy',
      attributes: { 'faas.trigger': 'timer', 'faas.name': 'tidy' },
    });
    expect(failed?.attributes['error.type']).toBe('RangeError');
  });
});
