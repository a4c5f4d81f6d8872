export { log, recordError, type Severity, setAttribute, span } from './api';
export { type WorkerOptions, wrap } from './cloudflare-workers/wrap';
export type { FaasTrigger, WrapOptions } from './options';
export type { CaptureOptions } from './payload/capture-options';
export type { Attributes, AttributeValue } from './trace/attributes';
