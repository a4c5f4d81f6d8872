export { log, recordError, type Severity, setAttribute, span } from './api';
export type { FaasTrigger, WrapOptions } from './options';
export type { CaptureOptions } from './payload/capture-options';
export type { Attributes, AttributeValue } from './trace/attributes';
export type { WebOptions } from './web/web-options';
export { wrap } from './web/wrap';
