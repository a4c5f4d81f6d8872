import type { Channel, Delivery } from '@/core/settings/settings';
import { isoTime } from './time';

const optionalTime = (ms: number | null) => (ms === null ? null : isoTime(ms));

/** What a channel said when it failed may quote what its receiver answered: that is told only `withAnswer`. */
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

/** What a receiver answered may quote secrets: without `withAnswer` just its status is told. */
export function toDeliveryView(delivery: Delivery, { withAnswer }: { readonly withAnswer: boolean }) {
  return { ...delivery, at: isoTime(delivery.at), snippet: withAnswer ? delivery.snippet : null };
}
