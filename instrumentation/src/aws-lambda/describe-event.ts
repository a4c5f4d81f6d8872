import type { EventDescription } from '../platform';
import { recordOf } from '../value';
import { describeCaller } from './caller-event';
import { describeEventBridge } from './event-bridge-event';
import { describeHttp } from './http-event';
import { describeKafka } from './kafka-event';
import { describeRecords } from './records-event';

/** Recognises the source of an event by its shape. Pure, and total: an unknown event is `other`. */
export function describeEvent(event: unknown): EventDescription {
  const fields = recordOf(event);
  return (
    describeHttp(fields) ??
    describeRecords(fields) ??
    describeEventBridge(fields) ??
    describeKafka(fields) ??
    describeCaller(event)
  );
}
