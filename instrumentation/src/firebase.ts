export { log, recordError, type Severity, setAttribute, span } from './api';
export { wrap } from './firebase/wrap';
export type { FaasTrigger, Wrap, WrapOptions } from './options';
export type { CaptureOptions } from './payload/capture-options';
export type { Attributes, AttributeValue } from './trace/attributes';
