import type { Channel, Delivery } from '@/core/settings/settings';
import { isoTime } from './time';

const optionalTime = (ms: number | null) => (ms === null ? null : isoTime(ms));

/** A channel's failure message may quote its receiver's response, which is included only `withAnswer`. */
export function toChannelView(channel: Channel, { withAnswer }: { readonly withAnswer: boolean }) {
  return {
    ...channel,
    lastError: withAnswer ? channel.lastError : null,
    previousSecretUntil: optionalTime(channel.previousSecretUntil),
    failingSince: optionalTime(channel.failingSince),
    createdAt: isoTime(channel.createdAt),
    updatedAt: isoTime(channel.updatedAt),
  };
}

/** A receiver's response may quote secrets: without `withAnswer` only its status is returned. */
export function toDeliveryView(delivery: Delivery, { withAnswer }: { readonly withAnswer: boolean }) {
  return { ...delivery, at: isoTime(delivery.at), snippet: withAnswer ? delivery.snippet : null };
}
