import { FaaslensError } from '../../errors';
import { alertmanager } from './alertmanager';
import type { ChannelKindEntry } from './channel-kind';
import { discord } from './discord';
import { email } from './email';
import { googleChat } from './google-chat';
import { mattermost } from './mattermost';
import { ntfy } from './ntfy';
import { pagerduty } from './pagerduty';
import { slack } from './slack';
import { teams } from './teams';
import { telegram } from './telegram';
import { webhook } from './webhook';

/** Every kind of channel, in the order of forms and documents. A new kind is a new file and a line here. */
export const CHANNEL_KINDS = [
  webhook,
  slack,
  email,
  pagerduty,
  alertmanager,
  teams,
  discord,
  telegram,
  ntfy,
  googleChat,
  mattermost,
] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number]['kind'];

/**
 * The entry of a stored kind.
 * @throws FaaslensError `invalid_input` for a kind that this version does not know
 */
export function channelKindOf(kind: string): ChannelKindEntry<ChannelKind> {
  const entry = CHANNEL_KINDS.find((one) => one.kind === kind);
  if (entry !== undefined) return entry;
  const known = CHANNEL_KINDS.map((one) => one.kind).join(', ');
  throw new FaaslensError('invalid_input', `type: ${kind} is not one of ${known}`);
}
