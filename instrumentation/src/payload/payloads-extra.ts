import type { Environment } from '../config/environment';
import type { Attributes } from '../trace/attributes';
import type { CaptureOptions } from './capture-options';

/** The attributes of an invocation's payloads. */
export type PayloadCapture = (input: unknown, result: unknown, hasFailed: boolean) => Attributes;

/** What `@faaslens/instrumentation/payloads` adds: the capture that the environment and the options ask for. */
export type PayloadsExtra = (
  env: Environment,
  options: CaptureOptions,
  warn: (message: string) => void,
) => PayloadCapture;
