export { log, type Severity } from './api';
export { recordError, setAttribute, span } from './deno/native-api';
export { wrap } from './deno/wrap';
export type { FaasTrigger, WrapOptions } from './options';
export type { CaptureOptions } from './payload/capture-options';
export type { Attributes, AttributeValue } from './trace/attributes';
export type { WebOptions } from './web/web-options';
