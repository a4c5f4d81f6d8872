import type {
  Exception,
  HrTime,
  Link,
  Span,
  SpanAttributes,
  SpanContext,
  SpanStatus,
  TimeInput,
} from '@opentelemetry/api';
import type { Limits } from '../config/config';
import { AttributeSet } from './attribute-set';
import { type Clock, toNanoseconds } from './clock';
import { describeException, exceptionAttributes } from './exception';

/** Told when spans start and end; the invocation that a span belongs to. */
export interface SpanSink {
  started(span: RecordingSpan): void;
  ended(span: RecordingSpan): void;
}

export interface SpanStart {
  readonly name: string;
  /** As `encodeScope` gives it. */
  readonly scope: string;
  readonly identity: SpanContext;
  readonly parent: SpanContext | undefined;
  /** As in the API: internal 0, server 1, client 2, producer 3, consumer 4. */
  readonly kind: number;
  readonly startTime?: TimeInput | undefined;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly sink: SpanSink;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: bigint;
  readonly attributes: AttributeSet;
}

export interface SpanLink {
  readonly context: SpanContext;
  readonly attributes: AttributeSet;
}

/** API status codes: unset 0, ok 1, error 2. */
export const STATUS_ERROR = 2;
const STATUS_OK = 1;

/**
 * A span in the making. Calls after `end` change nothing; nothing a caller passes makes it throw. The parameter `isOurs`,
 * which the API does not have, says that something is kept beyond the limits.
 */
export class RecordingSpan implements Span {
  name: string;
  readonly startTime: bigint;
  endTime: bigint | undefined;
  readonly attributes: AttributeSet;
  readonly events: SpanEvent[] = [];
  readonly links: SpanLink[] = [];
  droppedEvents = 0;
  droppedLinks = 0;
  status: SpanStatus = { code: 0 };

  constructor(readonly init: SpanStart) {
    this.name = String(init.name);
    this.startTime = toNanoseconds(init.startTime) ?? init.clock.now();
    this.attributes = new AttributeSet(init.limits);
    init.sink.started(this);
  }

  spanContext(): SpanContext {
    return this.init.identity;
  }

  isRecording(): boolean {
    return this.endTime === undefined;
  }

  setAttribute(key: string, value: unknown, isOurs?: true): this {
    if (this.isRecording()) this.attributes.set(key, value, isOurs);
    return this;
  }

  setAttributes(attributes: object, isOurs?: true): this {
    if (this.isRecording()) this.attributes.setAll(attributes, isOurs);
    return this;
  }

  addEvent(
    name: string,
    attributesOrTime?: SpanAttributes | TimeInput,
    time?: TimeInput,
    isOurs?: true,
  ): this {
    if (!this.isRecording()) return this;
    if (!isOurs && this.events.length >= this.init.limits.eventCount) {
      this.droppedEvents += 1;
      return this;
    }
    const timeOnly = isTime(attributesOrTime);
    const at = toNanoseconds(timeOnly ? attributesOrTime : time) ?? this.init.clock.now();
    const attributes = new AttributeSet(this.init.limits);
    if (!timeOnly) attributes.setAll(attributesOrTime, isOurs);
    this.events.push({ name: String(name), time: at, attributes });
    return this;
  }

  addLink(link: Link): this {
    if (!this.isRecording() || !link?.context) return this;
    if (this.links.length >= this.init.limits.linkCount) {
      this.droppedLinks += 1;
      return this;
    }
    const attributes = new AttributeSet(this.init.limits);
    attributes.setAll(link.attributes);
    this.links.push({ context: link.context, attributes });
    return this;
  }

  addLinks(links: readonly Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    // "Ok" is final, and nothing goes back to "unset".
    if (!this.isRecording() || this.status.code === STATUS_OK || !status?.code) return this;
    const { code, message } = status;
    // An error in the place of its message is a common slip, which no receiver would read.
    const said = code === STATUS_ERROR && message ? describeException(message).message : undefined;
    this.status = said ? { code, message: said.slice(0, this.init.limits.valueLength) } : { code };
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) this.name = String(name);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput, isOurs?: true): void {
    const attributes = exceptionAttributes(describeException(exception)) as SpanAttributes;
    this.addEvent('exception', attributes, time, isOurs);
  }

  end(endTime?: TimeInput): void {
    if (!this.isRecording()) return;
    this.endTime = toNanoseconds(endTime) ?? this.init.clock.now();
    if (this.endTime < this.startTime) this.endTime = this.startTime;
    this.init.sink.ended(this);
  }
}

function isTime(value: SpanAttributes | TimeInput | undefined): value is number | Date | HrTime {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value);
}
