import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it, vi } from 'vitest';
import { createDiagnostics } from '../../diagnostics';
import { functionFolder } from '../../testing/built-package';
import { instrument, lambdaContext } from '../../testing/lambda';
import { registerExtension } from './extension';
import '../answer-first';

let stop = () => {};
afterEach(() => stop());

/** Lambda's API for extensions. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stop = () => server.close().closeAllConnections();
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const FUNCTION = `
import { wrap } from '@faaslens/instrumentation/aws-lambda';
wrap(async () => {});
process.once('beforeExit', () => process.exit(console.log('idle')));
`;

it('waiting for the next event lets the event loop run empty, which the answer of a callback waits for', async () => {
  let isAsked = false;
  const api = await serve((request, response) => {
    if (request.url?.endsWith('/event/next')) isAsked = true;
    else response.writeHead(200, { 'lambda-extension-identifier': 'x1' }).end('{}');
  });
  const functions = await functionFolder();
  functions.write('index.mjs', FUNCTION);
  const env = {
    PATH: process.env.PATH ?? '',
    AWS_LAMBDA_RUNTIME_API: api,
    FAASLENS_SEND_AFTER_ANSWER: 'true',
  };
  const options = { cwd: functions.path, env, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(process.execPath, ['index.mjs'], options);
  expect(stdout).toBe('idle\n');
  await expect.poll(() => isAsked).toBe(true);
  functions.discard();
});

it('an invocation that cannot be instrumented keeps Lambda waiting no longer than its handler', async () => {
  const asked: string[] = [];
  const api = await serve((request, response) => {
    asked.push(request.url?.split('/').at(-1) ?? '');
    if (asked.length > 2) return;
    response.writeHead(200, { 'lambda-extension-identifier': 'x1' });
    response.end(JSON.stringify({ requestId: 'r1' }));
  });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { wrap, dispose } = instrument({ AWS_LAMBDA_RUNTIME_API: api, FAASLENS_SEND_AFTER_ANSWER: 'true' });
  const attributes = {
    get team(): string {
      throw new Error('no');
    },
  };
  const handler = wrap(async (_event: object, _context: object) => 'ok', { attributes });
  await expect.poll(() => asked).toEqual(['register', 'next']);
  expect(await handler({}, lambdaContext({ awsRequestId: 'r1' }))).toBe('ok');
  await expect.poll(() => asked).toEqual(['register', 'next', 'next']);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('could not be instrumented'));
  said.mockRestore();
  dispose();
});

it('an extension that Lambda refuses keeps nothing of the requests that come', async () => {
  const said: string[] = [];
  const api = await serve((_request, response) => response.writeHead(403).end());
  const extension = registerExtension(
    { AWS_LAMBDA_RUNTIME_API: api },
    createDiagnostics('info', (line) => said.push(line)),
  );
  await expect.poll(() => said.join()).toContain('refused the internal extension with status 403');
  const before = livingMb();
  for (let request = 0; request < 100_000; request += 1) extension?.forInvocation(`request-${request}`);
  expect(livingMb() - before).toBeLessThan(5);
  // Also keeps the extension itself from being collected.
  expect(extension?.forInvocation('last')).toBeUndefined();
});

function livingMb(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
