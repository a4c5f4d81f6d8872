import type { Environment } from '../config/environment';
import { telemetryResource } from '../telemetry-resource';
import type { Attributes } from '../trace/attributes';

/** The function app that this process runs, from the environment that Azure gives it. */
export function azureResource(env: Environment): Attributes {
  const memoryMb = Number(env.WEBSITE_MEMORY_LIMIT_MB ?? env.FUNCTIONS_MEM_LIMIT);
  return {
    'service.name': env.WEBSITE_SITE_NAME ?? 'unknown_service:node',
    'cloud.provider': 'azure',
    'cloud.platform': 'azure.functions',
    'cloud.region': env.REGION_NAME,
    'cloud.account.id': subscriptionOf(env),
    'faas.instance': env.WEBSITE_INSTANCE_ID,
    'faas.max_memory': memoryMb > 0 ? memoryMb * 1024 * 1024 : undefined,
    ...telemetryResource(),
  };
}

/** The function's resource id; `undefined` where the environment does not name the app. */
export function functionId(env: Environment, functionName: string): string | undefined {
  const subscription = subscriptionOf(env);
  const { WEBSITE_RESOURCE_GROUP: group, WEBSITE_SITE_NAME: site } = env;
  if (!subscription || !group || !site) return undefined;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Web/sites/${site}/functions/${functionName}`;
}

/** `<subscription>+<web space>`. */
const subscriptionOf = (env: Environment) => env.WEBSITE_OWNER_NAME?.split('+')[0];
