import { isFaaslensError } from '@/core/errors';
import type { FormField } from '@/core/model/channels/field';
import { CHANNEL_KINDS } from '@/core/model/channels/registry';
import { TEMPLATE_NAMES } from '@/core/model/channels/templates';
import type { Channel, Delivery } from '@/core/settings/settings';
import { services } from './door';

/** A kind of channel as forms show it. */
export interface ChannelKindView {
  readonly kind: Channel['type'];
  readonly title: string;
  readonly about: string;
  readonly fields: readonly FormField[];
}

/** What a form needs to create or change a channel of one kind. */
export interface ChannelFormView {
  readonly kind: ChannelKindView;
  /** Other channels that can serve as fallback. */
  readonly fallbacks: readonly { readonly id: string; readonly name: string }[];
  /** Rules that a new channel could receive alerts from. */
  readonly rulesWithoutChannel: number;
  /** Names available in templates, with their meanings. */
  readonly templateNames: Readonly<Record<string, string>>;
}

/** Every kind of channel, in display order. */
export function channelKinds(): readonly ChannelKindView[] {
  return CHANNEL_KINDS.map(({ kind, title, about, fields }) => ({ kind, title, about, fields }));
}

/** Null for a kind that does not exist. */
export async function getChannelForm(
  kindName: string,
  ownId: string | null,
): Promise<ChannelFormView | null> {
  const kind = channelKinds().find((one) => one.kind === kindName);
  if (kind === undefined) return null;
  const { settings } = await services();
  const [channels, rules] = await Promise.all([settings.listChannels(), settings.listRules()]);
  const others = channels.filter(({ id }) => id !== ownId);
  return {
    kind,
    fallbacks: others.map(({ id, name }) => ({ id, name })),
    rulesWithoutChannel: rules.filter(({ channelId }) => channelId === null).length,
    templateNames: TEMPLATE_NAMES,
  };
}

/** A channel and its newest 50 deliveries; for admins. Null if there is no such channel. */
export async function getChannel(
  id: string,
): Promise<{ readonly channel: Channel; readonly deliveries: readonly Delivery[] } | null> {
  const { settings } = await services();
  try {
    const channel = await settings.getChannel(id);
    const { items } = await settings.listDeliveries({ limit: 50, channelId: id });
    return { channel, deliveries: items };
  } catch (error) {
    if (isFaaslensError(error) && error.code === 'not_found') return null;
    throw error;
  }
}
