export {
  type Attributes,
  type AttributeValue,
  type FaasTrigger,
  type Wrap,
  type WrapOptions,
  wrap,
} from './aws-lambda';
