import { context, propagation, trace } from '@opentelemetry/api';
import { createWrap } from '../aws-lambda/create-wrap';
import { lambdaTraits } from '../aws-lambda/lambda-traits';
import { lambdaResource } from '../aws-lambda/resource';
import type { Environment } from '../config/environment';
import { seatRuntime } from '../current-runtime';
import type { Wrap } from '../options';
import { createRuntime } from '../runtime';
import { PATIENT } from './hold-answers';

export const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';

/** The environment that Lambda gives a function, as far as it is read. */
export const LAMBDA_ENV: Environment = {
  AWS_LAMBDA_FUNCTION_NAME: 'checkout',
  AWS_LAMBDA_FUNCTION_VERSION: '7',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/checkout',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[7]0123456789abcdef',
  AWS_REGION: 'eu-west-1',
};

let requests = 0;

/** A context object as the runtime of Node.js 20 makes it, without its callback members. */
export function lambdaContext<T extends object = object>(overrides?: T) {
  requests += 1;
  const deadline = Date.now() + 3000;
  return {
    awsRequestId: `request-${requests}`,
    functionName: 'checkout',
    functionVersion: '7',
    invokedFunctionArn: `${ARN}:live`,
    memoryLimitInMB: '512',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    ...(overrides ?? ({} as T)),
  };
}

export interface Instrumented {
  readonly wrap: Wrap;
  /** Undoes what a process would keep for its whole life: the console, the globals of the OpenTelemetry API. */
  dispose(): void;
}

/** A fresh process's worth of instrumentation, inside the test's process; it waits for whom it sends to unless told. */
export function instrument(env: Environment): Instrumented {
  const full = { ...LAMBDA_ENV, ...PATIENT, ...env };
  const runtime = createRuntime(full, lambdaResource, lambdaTraits(full));
  seatRuntime(runtime);
  return {
    wrap: createWrap(full, runtime),
    dispose() {
      runtime?.dispose();
      seatRuntime(undefined);
      for (const api of [trace, context, propagation]) api.disable();
      Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'));
    },
  };
}
