import type { PlatformExecution } from './execution';
import { NO_FIGURES } from './fact';

/** Executions as one compact text for a row of the store; unknown values are omitted. */
export function executionsToText(executions: readonly PlatformExecution[]): string {
  return JSON.stringify(executions, (_key, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    return value === null || value === '' ? undefined : value;
  });
}

interface Stored extends Omit<PlatformExecution, 'fromNs' | 'toNs'> {
  readonly fromNs: string;
  readonly toNs: string;
}

const NO_ORIGIN = {
  provider: '',
  accountId: '',
  region: '',
  environment: '',
  name: '',
  version: '',
  instance: '',
};

/** Parses the text written by `executionsToText`. */
export function executionsFromText(text: string): readonly PlatformExecution[] {
  const stored: readonly Stored[] = JSON.parse(text);
  return stored.map((one) => ({
    ...NO_FIGURES,
    ...one,
    origin: { ...NO_ORIGIN, ...one.origin },
    fromNs: BigInt(one.fromNs),
    toNs: BigInt(one.toNs),
  }));
}
