export type { FaasTrigger, Wrap, WrapOptions } from './aws-lambda/options';
export { wrap } from './aws-lambda/wrap';
export type { Attributes, AttributeValue } from './trace/attributes';
