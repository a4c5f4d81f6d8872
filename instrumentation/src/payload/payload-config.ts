import type { Environment } from '../config/environment';
import type { PayloadMode } from './capture-options';

/** What the `FAASLENS_PAYLOADS*` variables say. */
export interface PayloadConfig {
  readonly mode: PayloadMode;
  /** Characters of JSON that are kept of each payload. */
  readonly maxLength: number;
  /** Fields to hide beside the usual names of secrets. */
  readonly maskKeys: readonly string[];
}

const MODES = ['off', 'error', 'always'] as const;
const DEFAULT_MAX_LENGTH = 4096;

export function readPayloads(env: Environment, warn: (message: string) => void): PayloadConfig {
  const wanted = env.FAASLENS_PAYLOADS?.trim().toLowerCase() || 'off';
  const mode = MODES.find((candidate) => candidate === wanted);
  if (mode === undefined) {
    warn(`FAASLENS_PAYLOADS=${wanted} is not off, error or always; off is used`);
  }
  const length = Number(env.FAASLENS_PAYLOADS_MAX_LENGTH?.trim() || DEFAULT_MAX_LENGTH);
  const isLength = Number.isInteger(length) && length > 0;
  if (!isLength) {
    warn(`FAASLENS_PAYLOADS_MAX_LENGTH is not a whole number; ${DEFAULT_MAX_LENGTH} is used`);
  }
  return {
    mode: mode ?? 'off',
    maxLength: isLength ? length : DEFAULT_MAX_LENGTH,
    maskKeys: (env.FAASLENS_PAYLOADS_MASK ?? '')
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== ''),
  };
}
