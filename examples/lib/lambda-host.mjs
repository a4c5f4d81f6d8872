// What a function sees of AWS Lambda, as far as a laptop can offer it: environment, context object, answers, time limit.
import { randomBytes, randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const ACCOUNT = '123456789012';
const LATEST = '$LATEST';
const NODE_ARCHITECTURES = { x86_64: 'x64', arm64: 'arm64' };

/**
 * @typedef {object} LambdaFunction
 * @property {string} file path of the module that exports `handler`
 * @property {string} name
 * @property {number} memoryMb
 * @property {'x86_64' | 'arm64'} arch
 * @property {string} region
 * @property {number} timeoutMs time limit of one invocation
 * @property {string} [version] `$LATEST` unless given
 */

/** The environment that Lambda sets for a function; one call is one execution environment. */
export function lambdaEnvironment({ name, memoryMb, region, version = LATEST }) {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[${version}]${randomBytes(16).toString('hex')}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

/** Imports the function's handler. `process.env` must already hold `lambdaEnvironment`. */
export async function loadHandler({ file, arch }) {
  // The architecture to report is the one asked for, not the one of this machine.
  Object.defineProperty(process, 'arch', { value: NODE_ARCHITECTURES[arch] ?? arch });
  const module = await import(pathToFileURL(file));
  const handler = module.handler ?? module.default?.handler;
  if (typeof handler !== 'function') throw new Error(`${file} exports no function named handler`);
  return handler;
}

/**
 * Invokes `handler` once and waits for its answer, in whichever style it gives it; `error` is text. After the time
 * limit `timedOut` is true and the caller must end the process or thread, as Lambda does.
 *
 * @returns {Promise<{requestId: string, ok: boolean, durationMs: number, result?: unknown, error?: string, timedOut?: true}>}
 */
export async function invoke(handler, event, lambdaFunction) {
  const requestId = randomUUID();
  const started = performance.now();
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ timedOut: true }), lambdaFunction.timeoutMs);
  });
  const outcome = await Promise.race([answerOf(handler, event, requestId, lambdaFunction), timeout]);
  clearTimeout(timer);
  const durationMs = Math.round((performance.now() - started) * 10) / 10;
  if (outcome.timedOut) {
    const error = `Task timed out after ${(lambdaFunction.timeoutMs / 1000).toFixed(2)} seconds`;
    return { requestId, ok: false, durationMs, error, timedOut: true };
  }
  if ('error' in outcome) return { requestId, ok: false, durationMs, error: String(outcome.error) };
  return { requestId, ok: true, durationMs, result: outcome.result };
}

function answerOf(handler, event, requestId, lambdaFunction) {
  return new Promise((resolve) => {
    const callback = (error, result) =>
      resolve(error === null || error === undefined ? { result } : { error });
    try {
      const returned = handler(event, createContext(requestId, callback, lambdaFunction), callback);
      if (typeof returned?.then === 'function') {
        returned.then(
          (result) => resolve({ result }),
          (error) => resolve({ error }),
        );
      }
    } catch (error) {
      resolve({ error });
    }
  });
}

function createContext(requestId, callback, { name, memoryMb, region, timeoutMs, version = LATEST }) {
  const deadline = performance.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName: name,
    functionVersion: version,
    invokedFunctionArn: `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
    done: callback,
    succeed: (result) => callback(null, result),
    fail: (error) => callback(error ?? 'handled'),
  };
}
