export { log, recordError, type Severity, setAttribute, span } from './api';
export { wrap } from './knative/wrap';
export type { FaasTrigger, WrapOptions } from './options';
export type { CaptureOptions } from './payload/capture-options';
export type { Attributes, AttributeValue } from './trace/attributes';
