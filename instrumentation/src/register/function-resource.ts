import { lambdaResource } from '../aws-lambda/resource';
import type { Environment } from '../config/environment';
import type { Attributes } from '../trace/attributes';

type Value = NonNullable<Attributes[string]>;

/**
 * The attributes by which a function is recognised, for the spans of an SDK that knows nothing of functions. The SDK
 * keeps its own name. Empty on platforms that do not tell by their environment.
 */
export function functionResource(env: Environment): Record<string, string | number | boolean> {
  if (env.AWS_LAMBDA_FUNCTION_NAME === undefined) return {};
  const entries = Object.entries(lambdaResource(env)).filter(
    (entry): entry is [string, Value] => entry[1] !== undefined && !entry[0].startsWith('telemetry.sdk.'),
  );
  return Object.fromEntries(entries) as Record<string, string | number | boolean>;
}
