export { type SdkClient, traceMessages } from './outgoing/aws/trace-messages';
