import type { Instrumentation } from './instrumentations';
import { shutdownOnExit } from './shutdown-on-exit';
import { type StartedSdk, startSdk } from './start-sdk';

export type { Instrumentation } from './instrumentations';

const STARTED = Symbol.for('faaslens.register');

/** Loaded twice (as a flag and by the code, or in both module formats) it starts once. */
function startOnce(): StartedSdk | undefined {
  const process_ = globalThis as { [STARTED]?: { readonly sdk: StartedSdk | undefined } };
  if (process_[STARTED] === undefined) {
    const warn = (line: string): void => void process.stderr.write(`[faaslens] ${line}\n`);
    let sdk: StartedSdk | undefined;
    try {
      sdk = startSdk({ env: process.env, warn });
      if (sdk) shutdownOnExit(sdk.shutdown, process.env);
    } catch (error) {
      warn(`the OpenTelemetry SDK could not be started: ${String(error)}`);
    }
    process_[STARTED] = { sdk };
  }
  return process_[STARTED].sdk;
}

const started = startOnce();

/**
 * Adds instrumentations to the SDK that importing this module started; does nothing when it did not start. Those named
 * in `OTEL_NODE_ENABLED_INSTRUMENTATIONS` are there already.
 */
export function addInstrumentations(...instrumentations: readonly Instrumentation[]): void {
  started?.add(instrumentations);
}
