import { describeCloudEvent } from '../cloud-events/describe-cloud-event';
import { recordOf, textOf, type UnknownRecord } from '../value';
import type { DescribeArguments } from './create-wrap';

/** `(cloudEvent)`, or `(data, context)` of the first generation. */
export const describeArguments: DescribeArguments = ([first, second], parameters) => {
  const isLegacy = parameters > 1 && !('specversion' in recordOf(first));
  return describeCloudEvent(isLegacy ? legacy(first, second) : recordOf(first));
};

/** The data and context of the first generation, as a CloudEvent would say it. */
function legacy(data: unknown, context: unknown): UnknownRecord {
  const { eventId, eventType, timestamp, resource } = recordOf(context);
  const isMessage = textOf(eventType)?.includes('pubsub');
  return {
    id: eventId,
    type: isMessage ? 'google.cloud.pubsub.topic.v1.messagePublished' : eventType,
    source: textOf(recordOf(resource).name) ?? textOf(resource),
    time: timestamp,
    data: isMessage ? { message: data } : data,
  };
}
