import type { Environment } from '../config/environment';
import { telemetryResource } from '../telemetry-resource';
import type { Attributes } from '../trace/attributes';
import { newSpanId } from '../trace/ids';

/** The service that this process is, from what hosts of containers and functions put into the environment. */
export function webResource(env: Environment): Attributes {
  const host = hostOf(env);
  return {
    'service.name': host['faas.name'] ?? 'unknown_service',
    // No host tells it, and numbers of invocations mean something within one process only.
    'faas.instance': env.HOSTNAME ?? newSpanId(),
    ...host,
    ...telemetryResource(),
  };
}

function hostOf(env: Environment): Attributes {
  if (env.VERCEL) {
    return {
      'cloud.provider': 'vercel',
      'cloud.platform': 'vercel',
      'cloud.region': env.VERCEL_REGION,
      'faas.name': env.VERCEL_PROJECT_PRODUCTION_URL ?? env.VERCEL_URL,
      'faas.version': env.VERCEL_DEPLOYMENT_ID,
      'deployment.environment.name': env.VERCEL_ENV,
    };
  }
  if (env.NETLIFY || env.SITE_NAME) {
    return {
      'cloud.provider': 'netlify',
      'cloud.platform': 'netlify.functions',
      'cloud.region': env.AWS_REGION,
      'faas.name': env.SITE_NAME,
      'faas.version': env.DEPLOY_ID,
      'deployment.environment.name': env.CONTEXT,
    };
  }
  if (env.K_SERVICE) {
    return {
      ...(env.CLOUD_RUN_TIMEOUT_SECONDS
        ? { 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_cloud_run' }
        : {}),
      'faas.name': env.K_SERVICE,
      'faas.version': env.K_REVISION,
    };
  }
  if (env.SB_REGION || env.SB_EXECUTION_ID) {
    return {
      // `https://<project>.supabase.co`
      'service.name': env.SUPABASE_URL?.split('/')[2]?.split('.')[0] ?? 'supabase',
      'cloud.provider': 'supabase',
      'cloud.platform': 'supabase.edge',
      'cloud.region': env.SB_REGION,
      'faas.version': env.DENO_DEPLOYMENT_ID,
    };
  }
  if (env.DENO_DEPLOYMENT_ID) {
    return {
      'cloud.provider': 'deno',
      'cloud.platform': 'deno.deploy',
      'cloud.region': env.DENO_REGION,
      'faas.version': env.DENO_DEPLOYMENT_ID,
    };
  }
  return { 'faas.name': env.OTEL_SERVICE_NAME };
}
