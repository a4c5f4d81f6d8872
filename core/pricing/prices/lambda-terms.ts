import { monthly } from '../list-price';

/** Shared by all regions and both architectures; does not apply to functions with provisioned concurrency. */
export const LAMBDA_FREE = {
  duration: monthly('400000', 'payer account'),
  requests: monthly('1000000', 'payer account'),
} as const;

export const LAMBDA_ROUNDING = {
  duration: 'handler and billed init together, up to the next millisecond, × MB / 1024',
  storage: 'what is over 512 MB, × billed seconds',
  provisioned: 'from enabled to disabled, up to the next 5 minutes',
} as const;
