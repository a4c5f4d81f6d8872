export {
  type Attributes,
  type AttributeValue,
  type CaptureOptions,
  type FaasTrigger,
  log,
  recordError,
  type Severity,
  setAttribute,
  span,
  type Wrap,
  type WrapOptions,
  wrap,
} from './aws-lambda';
