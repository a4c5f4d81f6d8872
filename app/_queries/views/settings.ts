import type { Channel, Delivery, Incident, Key, Rule } from '@/core/settings/settings';
import { isoTime } from './time';

const optionalTime = (ms: number | null) => (ms === null ? null : isoTime(ms));

export function toKeyView(key: Key) {
  return {
    ...key,
    createdAt: isoTime(key.createdAt),
    lastUsedAt: optionalTime(key.lastUsedAt),
    revokedAt: optionalTime(key.revokedAt),
  };
}

export function toRuleView(rule: Rule) {
  return { ...rule, createdAt: isoTime(rule.createdAt), updatedAt: isoTime(rule.updatedAt) };
}

/** The path of a webhook's address is often its only secret: without `withAddress` just the host is told. */
export function toChannelView(channel: Channel, { withAddress }: { readonly withAddress: boolean }) {
  return {
    ...channel,
    url: withAddress ? channel.url : `${new URL(channel.url).origin}/...`,
    createdAt: isoTime(channel.createdAt),
    updatedAt: isoTime(channel.updatedAt),
  };
}

export function toIncidentView(incident: Incident) {
  return { ...incident, startsAt: isoTime(incident.startsAt), endsAt: optionalTime(incident.endsAt) };
}

/** What a receiver answered may quote secrets: without `withAnswer` just its status is told. */
export function toDeliveryView(delivery: Delivery, { withAnswer }: { readonly withAnswer: boolean }) {
  return { ...delivery, at: isoTime(delivery.at), snippet: withAnswer ? delivery.snippet : null };
}
