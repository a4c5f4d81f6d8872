import type { CaptureOptions } from './capture-options';
import { createMask, type Mask } from './mask';
import { maskedJson } from './masked-json';
import { readPayloads } from './payload-config';
import type { PayloadsExtra } from './payloads-extra';

/** Reads the environment and gives what keeps payloads as it and the options of `wrap` say. */
export const createCapture: PayloadsExtra = (env, options: CaptureOptions, warn) => {
  const config = readPayloads(env, warn);
  const mode = options.mode ?? config.mode;
  const maxLength = options.maxLength ?? config.maxLength;
  let mask: Mask | undefined;
  return (input, result, hasFailed) => {
    if (mode === 'off' || (mode === 'error' && !hasFailed)) return {};
    mask ??= createMask([...config.maskKeys, ...(options.maskKeys ?? [])], options.maskPatterns);
    return {
      'faaslens.payload.input': maskedJson(input, mask)?.slice(0, maxLength),
      'faaslens.payload.result': maskedJson(result, mask)?.slice(0, maxLength),
    };
  };
};
