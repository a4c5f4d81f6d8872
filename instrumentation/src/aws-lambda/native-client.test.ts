import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { nativeRuntimesFolder, nativeToolsMissing } from '../testing/runtimes';

const FUNCTIONS = `
import { span, wrap } from '@faaslens/instrumentation/aws-lambda';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const hello = wrap(async (event) => {
  console.log('hello', event.name);
  await span('work', () => sleep(5));
  return 'hi ' + event.name;
});
export const old = wrap((event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setTimeout(() => {}, 60_000);
  callback(null, 'called back');
});
export const refused = wrap(async () => { throw new RangeError('no'); });
export const slow = wrap(async (event) => {
  if (event.hang) await fetch(process.env.BANK + '/charges', { method: 'POST' });
  return 'in time';
});
export const stream = wrap(awslambda.streamifyResponse(async (event, out) => {
  out.write('one');
  await sleep(20);
  out.end('two');
}));
`;

const CLIENTS = [
  { version: '3.3.0', file: 'aws-lambda-ric-3/bin/index.mjs', takesCallbacks: true },
  { version: '4.0.2', file: 'aws-lambda-ric-4/index.mjs', takesCallbacks: false },
];

// Compiling takes minutes and tools that few machines have, so it is asked for: NATIVE_CLIENTS=1 (CONTRIBUTING.md).
const missing = process.env.NATIVE_CLIENTS === '1' ? nativeToolsMissing() : ['NATIVE_CLIENTS=1'];

describe.skipIf(missing.length > 0).each(CLIENTS)(
  'on the compiled runtime client of AWS Lambda $version',
  ({ file, takesCallbacks }) => {
    let functions: FunctionFolder;
    let receiver: OtlpReceiver;
    let sandbox: LambdaSandbox | undefined;
    let client: string;
    const start = async (
      name: string,
      options: { timeoutMs?: number; env?: Record<string, string> } = {},
    ) => {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...options.env };
      sandbox = await LambdaSandbox.start({
        ...options,
        folder: functions.path,
        handler: `index.${name}`,
        env,
        client,
      });
      return sandbox;
    };
    const roots = () => receiver.spans().filter((span) => span.name === 'checkout');

    beforeAll(async () => {
      client = join(await nativeRuntimesFolder(), 'node_modules', file);
      functions = await functionFolder();
      functions.write('index.mjs', FUNCTIONS);
    }, 600_000);
    afterAll(() => functions.discard());
    beforeEach(async () => {
      receiver = await startOtlpReceiver();
    });
    afterEach(async () => {
      await sandbox?.close();
      await receiver.close();
    });

    it('an async handler answers after its telemetry was taken, frozen and thawed', async () => {
      const lambda = await start('hello');
      for (const name of ['a', 'b']) {
        expect((await lambda.invoke({ name })).body).toBe(`"hi ${name}"`);
        expect(receiver.logs().at(-1)?.body).toBe(`hello ${name}`);
        await lambda.frozen();
        receiver.closeIdleConnections();
      }
      expect(roots().map(({ attributes }) => attributes['faas.coldstart'])).toEqual([true, false]);
    });

    it.runIf(takesCallbacks)('a callback answers though the event loop is not empty', async () => {
      expect((await (await start('old')).invoke({})).body).toBe('"called back"');
      expect(roots()).toHaveLength(1);
    });

    it('an error reaches Lambda as it is, and the trace', async () => {
      const answer = await (await start('refused')).invoke({});
      expect(JSON.parse(answer.body)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' });
      expect(roots()[0]?.attributes['error.type']).toBe('RangeError');
    });

    it('a handler that hangs until it is killed has told which call it was waiting for', async () => {
      const bank = await startOtlpReceiver();
      bank.answerWith(() => {});
      const lambda = await start('slow', { timeoutMs: 2000, env: { BANK: bank.url } });
      expect((await lambda.invoke({ hang: true })).kind).toBe('timeout');
      expect(roots()[0]?.attributes).toMatchObject({
        'error.type': 'timeout',
        'faaslens.waiting_for': ['POST 127.0.0.1'],
      });
      await bank.close();
    });

    it('a streamed response goes out whole, with its size in the trace', async () => {
      expect((await (await start('stream')).invoke({})).body).toBe('onetwo');
      await expect.poll(() => roots()).toHaveLength(1);
    });
  },
);
