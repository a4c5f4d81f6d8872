import type { Environment } from '../config/environment';
import { telemetryResource } from '../telemetry-resource';
import type { Attributes } from '../trace/attributes';

/** The attributes of the function that this process runs, from the environment that Lambda gives it. */
export function lambdaResource(env: Environment): Attributes {
  const name = env.AWS_LAMBDA_FUNCTION_NAME;
  const memoryMb = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);
  const logGroup = env.AWS_LAMBDA_LOG_GROUP_NAME;
  return {
    'service.name': name ?? 'unknown_service:node',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': env.AWS_REGION ?? env.AWS_DEFAULT_REGION,
    'faas.name': name,
    'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
    'faas.max_memory': memoryMb > 0 ? memoryMb * 1024 * 1024 : undefined,
    'faas.instance': env.AWS_LAMBDA_LOG_STREAM_NAME,
    'aws.log.group.names': logGroup ? [logGroup] : undefined,
    // Prepared environments are billed otherwise; the usual ones need not say so.
    'faaslens.initialization_type': preparation(env),
    ...telemetryResource(),
  };
}

function preparation({ AWS_LAMBDA_INITIALIZATION_TYPE: type }: Environment): string | undefined {
  return type === 'on-demand' ? undefined : type;
}
