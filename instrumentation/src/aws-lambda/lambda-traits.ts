import type { Environment } from '../config/environment';
import { describeAws } from '../outgoing/aws/describe-aws';
import type { PlatformTraits } from '../runtime';

// From here on following a promise costs nothing, and then each line is told where it belongs even when it is late.
const FOLLOWING_IS_FREE = 24;

/** What is special about Lambda: AWS' APIs, its own API, and one invocation at a time unless it says otherwise. */
export function lambdaTraits(env: Environment): PlatformTraits {
  const major = Number.parseInt(process.versions.node, 10);
  return {
    describeCall: describeAws,
    isOneAtATime: env.AWS_LAMBDA_MAX_CONCURRENCY === undefined && major < FOLLOWING_IS_FREE,
    ownHost: env.AWS_LAMBDA_RUNTIME_API,
  };
}
