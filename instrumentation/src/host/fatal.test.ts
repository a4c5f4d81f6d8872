import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { functionFolder } from '../testing/built-package';
import { PATIENT } from '../testing/hold-answers';
import { startOtlpReceiver } from '../testing/otlp-receiver';

const SERVER = `
process.on('unhandledRejection', () => {});
const { wrap } = await import('@faaslens/instrumentation/web');
const handler = wrap(async () => {
  Promise.reject(new RangeError('nobody waits for me'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  return new Response('ok');
});
for (let request = 0; request < 3; request += 1) await handler(new Request('http://shop.example/'));
process.exit();
`;

it('errors that a process lives on with stop it once at most, and are told with their invocations', async () => {
  const receiver = await startOtlpReceiver();
  const functions = await functionFolder();
  functions.write('server.mjs', SERVER);
  const env = { PATH: process.env.PATH ?? '', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...PATIENT };
  await promisify(execFile)(process.execPath, ['server.mjs'], { cwd: functions.path, env, timeout: 120_000 });
  const [early, first, ...others] = receiver.spans();
  expect(early?.spanId).toBe(first?.spanId);
  expect(others).toHaveLength(2);
  for (const { attributes, events } of others) {
    expect(attributes).not.toHaveProperty('error.type');
    expect(events.map((event) => event.attributes['exception.type'])).toEqual(['RangeError']);
  }
  functions.discard();
  await receiver.close();
});
