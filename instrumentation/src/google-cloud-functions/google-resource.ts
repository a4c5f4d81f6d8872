import type { Environment } from '../config/environment';
import { telemetryResource } from '../telemetry-resource';
import type { Attributes } from '../trace/attributes';

/**
 * The function that this process runs, from the environment that Google gives it. Region and project are there in
 * functions of the first generation only; asking the metadata server for them would cost a cold start.
 */
export function googleResource(env: Environment): Attributes {
  const name = env.K_SERVICE ?? env.FUNCTION_NAME ?? env.FUNCTION_TARGET;
  const memoryMb = Number(env.FUNCTION_MEMORY_MB);
  return {
    'service.name': name ?? 'unknown_service:node',
    'cloud.provider': 'gcp',
    'cloud.platform': 'gcp_cloud_functions',
    'cloud.region': env.FUNCTION_REGION,
    'cloud.account.id': env.GCP_PROJECT ?? env.GOOGLE_CLOUD_PROJECT,
    'faas.name': name,
    'faas.version': env.K_REVISION ?? env.X_GOOGLE_FUNCTION_VERSION,
    'faas.max_memory': memoryMb > 0 ? memoryMb * 1024 * 1024 : undefined,
    // Unique where nothing else is: two instances may share a host name.
    'faas.instance': `${env.HOSTNAME ?? ''}#${process.pid}-${Math.round(performance.timeOrigin)}`,
    ...telemetryResource(),
  };
}
