import type { Product } from '../product';
import * as awsCalls from './aws-calls';
import * as awsTelemetry from './aws-telemetry';
import * as awsTriggers from './aws-triggers';
import { AZURE_FUNCTIONS } from './azure-functions';
import { CLOUDFLARE_LOGPUSH, CLOUDFLARE_WORKERS } from './cloudflare';
import { APP_RUNNER, AZURE_CONTAINER_APPS, CLOUDFLARE_CONTAINERS, FARGATE } from './containers';
import { DENO_DEPLOY, NETLIFY_FUNCTIONS, SUPABASE_FUNCTIONS } from './edge-platforms';
import { CLOUD_RUN, GOOGLE_FUNCTIONS_1ST_GEN } from './google';
import { LAMBDA, LAMBDA_CHINA } from './lambda';
import { CLOUDFRONT_FUNCTIONS, LAMBDA_EDGE, LAMBDA_MANAGED_INSTANCES, LAMBDA_MICROVM } from './lambda-kin';
import { DIGITALOCEAN_FUNCTIONS, IBM_CODE_ENGINE, ORACLE_FUNCTIONS, OWN_CLUSTERS } from './other-clouds';
import { VERCEL_FUNCTIONS } from './vercel';

/** Every product that can be priced: first where functions run, then what triggers them and what they call. */
export const PRODUCTS: readonly Product[] = [
  LAMBDA,
  LAMBDA_EDGE,
  LAMBDA_MANAGED_INSTANCES,
  LAMBDA_MICROVM,
  AZURE_FUNCTIONS,
  CLOUD_RUN,
  GOOGLE_FUNCTIONS_1ST_GEN,
  CLOUDFLARE_WORKERS,
  VERCEL_FUNCTIONS,
  NETLIFY_FUNCTIONS,
  SUPABASE_FUNCTIONS,
  DENO_DEPLOY,
  DIGITALOCEAN_FUNCTIONS,
  ORACLE_FUNCTIONS,
  IBM_CODE_ENGINE,
  ...OWN_CLUSTERS,
  LAMBDA_CHINA,
  CLOUDFRONT_FUNCTIONS,
  FARGATE,
  APP_RUNNER,
  AZURE_CONTAINER_APPS,
  CLOUDFLARE_CONTAINERS,
  CLOUDFLARE_LOGPUSH,
  ...Object.values<Product>(awsTriggers),
  ...Object.values<Product>(awsCalls),
  ...Object.values<Product>(awsTelemetry),
];

/** A product by its name or another spelling of it, or null. */
export function findProduct(provider: string, name: string): Product | null {
  return (
    PRODUCTS.find(
      (one) => one.provider === provider && (one.product === name || one.aliases.includes(name)),
    ) ?? null
  );
}
