import type { ListPrice } from '../list-price';
import { AWS_CALLS } from './aws-calls';
import { AWS_CHINA } from './aws-china';
import { AWS_CONTAINERS } from './aws-containers';
import { AWS_LAMBDA } from './aws-lambda';
import { AWS_LAMBDA_KIN } from './aws-lambda-kin';
import { AWS_LAMBDA_REGIONS } from './aws-lambda-regions';
import { AWS_TELEMETRY } from './aws-telemetry';
import { AWS_TRIGGERS } from './aws-triggers';
import { AZURE } from './azure';
import { CLOUDFLARE } from './cloudflare';
import { EDGE_PLATFORMS } from './edge-platforms';
import { GCP } from './gcp';
import { OTHER_CLOUDS } from './other-clouds';
import { VERCEL } from './vercel';

/** Every built-in price, in no order. */
export const LIST_PRICES: readonly ListPrice[] = [
  AWS_LAMBDA,
  AWS_LAMBDA_REGIONS,
  AWS_CHINA,
  AWS_LAMBDA_KIN,
  AWS_CONTAINERS,
  AWS_TRIGGERS,
  AWS_CALLS,
  AWS_TELEMETRY,
  AZURE,
  GCP,
  CLOUDFLARE,
  VERCEL,
  EDGE_PLATFORMS,
  OTHER_CLOUDS,
].flat();
