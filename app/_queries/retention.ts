import type { KeepPolicy } from '@/core/model/keeping/policy';
import { services } from './door';

export interface RetentionView {
  readonly days: number | null;
  readonly maxDiskBytes: number | null;
  readonly policy: KeepPolicy;
}

/** How long telemetry is kept, and what is removed earlier. */
export async function getRetention(): Promise<RetentionView> {
  const { settings, config } = await services();
  const { days, maxBytes } = config.retention;
  return { days, maxDiskBytes: maxBytes, policy: await settings.getKeepPolicy() };
}
