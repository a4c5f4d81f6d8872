const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['aws_lambda', 'aws/lambda'],
  ['azure.functions', 'azure/functions'],
  ['gcp_cloud_functions', 'gcp/cloud-functions-1st-gen'],
  ['gcp_cloud_run', 'gcp/cloud-run'],
  ['cloudflare.workers', 'cloudflare/workers'],
  ['vercel', 'vercel/functions-fluid'],
  ['netlify', 'netlify/functions'],
  ['supabase', 'supabase/edge-functions'],
  ['deno', 'deno/deploy'],
]);

/** The product as which a function is billed, named as in `PriceBasis.product`; null when its platform is unknown. */
export function productOf({
  provider,
  platform,
}: {
  readonly provider: string;
  readonly platform: string | null;
}): string | null {
  if (platform === null && provider === 'aws') return 'aws/lambda';
  return PRODUCTS.get(platform ?? provider) ?? null;
}
