import type { Attributes } from '@/core/model/attributes';

/** A span as decoded from either encoding, before its ids and times are checked. Ids are hex if possible, else as sent. */
export interface RawSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  flags: number;
  name: string;
  kind: number;
  startNs: bigint;
  endNs: bigint;
  statusCode: number;
  statusMessage: string;
  attributes: Attributes;
  events: RawEvent[];
  links: RawLink[];
}

export interface RawEvent {
  name: string;
  /** 0 when it was not sent. */
  timeNs: bigint;
  attributes: Attributes;
}

export interface RawLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

export interface RawLog {
  traceId: string;
  spanId: string;
  /** 0 when it was not sent. */
  timeNs: bigint;
  observedNs: bigint;
  severity: number;
  severityText: string;
  body: string;
  eventName: string;
  attributes: Attributes;
}
