import type { PayloadConfig } from '../config/payload-config';
import type { Attributes } from '../trace/attributes';
import type { CaptureOptions } from './capture-options';
import { createMask, type Mask, maskedJson } from './mask';

/** The attributes of an invocation's payloads. */
export type PayloadCapture = (input: unknown, result: unknown, hasFailed: boolean) => Attributes;

const NOTHING: Attributes = {};

export function createCapture(config: PayloadConfig, options: CaptureOptions = {}): PayloadCapture {
  const mode = options.mode ?? config.mode;
  if (mode === 'off') return () => NOTHING;
  const maxLength = options.maxLength ?? config.maxLength;
  let mask: Mask | undefined;
  return (input, result, hasFailed) => {
    if (mode === 'error' && !hasFailed) return NOTHING;
    mask ??= createMask([...config.maskKeys, ...(options.maskKeys ?? [])], options.maskPatterns);
    return {
      'faaslens.payload.input': maskedJson(input, mask)?.slice(0, maxLength),
      'faaslens.payload.result': maskedJson(result, mask)?.slice(0, maxLength),
    };
  };
}
