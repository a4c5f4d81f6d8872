import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { PATIENT } from '../testing/hold-answers';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimesFolder } from '../testing/runtimes';

const FUNCTIONS = `
import { span, wrap } from '@faaslens/instrumentation/aws-lambda';
export const call = wrap(async (event) => {
  const answer = await fetch(process.env.SHOP + '/' + event.name);
  await answer.text();
  await span('rest', () => new Promise((resolve) => setTimeout(resolve, 50)));
  console.log('served', event.name);
  return event.name;
});`;

const NODES = fileURLToPath(new URL('../../../e2e/programs/node_modules', import.meta.url));
const nodes = [
  { version: 'this Node.js', node: process.execPath },
  { version: 'Node.js 22', node: `${NODES}/node-22/bin/node` },
  { version: 'Node.js 24', node: `${NODES}/node-24/bin/node` },
];

describe('on the runtime client of AWS Lambda', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let shop: OtlpReceiver;
  let sandbox: LambdaSandbox | undefined;

  beforeAll(async () => {
    await runtimesFolder();
    functions = await functionFolder();
    functions.write('index.mjs', FUNCTIONS);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    [receiver, shop] = await Promise.all([startOtlpReceiver(), startOtlpReceiver()]);
  });
  afterEach(async () => {
    await sandbox?.close();
    await Promise.all([receiver.close(), shop.close()]);
  });

  // Other versions are installed by the e2e tests; where they are not, nothing is left to try here.
  it.each(nodes.filter(({ node }) => existsSync(node)))(
    'an outgoing call is a child and carries the trace: $version',
    async ({ node }) => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, SHOP: shop.url, ...PATIENT };
      sandbox = await LambdaSandbox.start({ folder: functions.path, handler: 'index.call', env, node });
      expect((await sandbox.invoke({ name: 'a' })).body).toBe('"a"');
      const root = receiver.spans().find(({ name }) => name === 'checkout');
      const call = receiver.spans().find(({ kind }) => kind === 3);
      expect(call).toMatchObject({
        name: 'GET 127.0.0.1',
        traceId: root?.traceId,
        parentSpanId: root?.spanId,
        attributes: { 'http.response.status_code': 200, 'url.full': `${shop.url}/a` },
      });
      expect(shop.requests.map(({ headers }) => headers.traceparent)).toEqual([
        `00-${root?.traceId}-${call?.spanId}-01`,
      ]);
      expect(sandbox.output).not.toContain('[faaslens]');
    },
  );

  it('several invocations at once, in several threads, keep what is theirs', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      SHOP: shop.url,
      AWS_LAMBDA_MAX_CONCURRENCY: '4',
      AWS_LAMBDA_NODEJS_WORKER_COUNT: '2',
    };
    sandbox = await LambdaSandbox.start({ folder: functions.path, handler: 'index.call', env });
    const lambda = sandbox;
    await lambda.invoke({ name: 'first' });
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await Promise.all(names.map((name) => lambda.invoke({ name })));
    expect(answers.map(({ body }) => JSON.parse(body))).toEqual(names);
    const roots = receiver.spans().filter(({ name }) => name === 'checkout');
    expect(roots).toHaveLength(7);
    for (const name of names) {
      const call = receiver
        .spans()
        .find(({ attributes }) => attributes['url.full'] === `${shop.url}/${name}`);
      const root = roots.find(({ spanId }) => spanId === call?.parentSpanId);
      const line = receiver.logs().find(({ body }) => body === `served ${name}`);
      expect(line?.spanId).toBe(root?.spanId);
      expect(line?.spanId).toBeDefined();
    }
    const numbers = roots.map(
      ({ attributes }) => `${attributes['faaslens.instance']} ${attributes['faaslens.sequence']}`,
    );
    expect(new Set(numbers).size).toBe(7);
    expect(new Set(roots.map(({ attributes }) => attributes['faaslens.instance'])).size).toBe(2);
  });
});
