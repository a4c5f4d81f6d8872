import type { SpanContext } from '@opentelemetry/api';
import type { Attributes } from '../trace/attributes';
import type { FaasTrigger } from './options';

/** What an event tells about its invocation. */
export interface EventDescription {
  readonly trigger: FaasTrigger;
  readonly attributes: Attributes;
  /** The caller's span, where the caller waits for the answer. */
  readonly parent?: SpanContext | undefined;
  /** The spans that sent the messages of the event. */
  readonly links?: readonly SpanContext[];
}
