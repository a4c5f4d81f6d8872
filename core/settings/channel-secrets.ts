import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { isFaaslensError } from '../errors';
import type { Sealing } from './sealing';
import type { ChannelFields } from './settings';

/** What a channel keeps sealed: its settings, most of which hold a secret, and what its messages are signed with. */
export interface ChannelSecrets {
  sealSettings(id: string, settings: ChannelFields): Promise<string>;
  sealSigning(id: string, secret: string): Promise<string>;
  openSettings(row: ChannelRow): Promise<ChannelFields>;
  openSigning(id: string, sealed: string): Promise<string>;
  /** For screens: a channel that cannot be opened is still listed, so that its secrets can be entered again. */
  openOrProblem(
    row: ChannelRow,
  ): Promise<{ readonly settings: ChannelFields } | { readonly problem: string }>;
}

export function channelSecrets(sealing: Sealing): ChannelSecrets {
  const settingsOf = (id: string) => `channel ${id}`;
  const signingOf = (id: string) => `channel ${id}, signing`;
  const openSettings = async ({ id, settings }: ChannelRow): Promise<ChannelFields> =>
    JSON.parse(await sealing.open(settings, settingsOf(id)));
  return {
    sealSettings: (id, settings) => sealing.seal(JSON.stringify(settings), settingsOf(id)),
    sealSigning: (id, secret) => sealing.seal(secret, signingOf(id)),
    openSettings,
    openSigning: (id, sealed) => sealing.open(sealed, signingOf(id)),
    async openOrProblem(row) {
      try {
        return { settings: await openSettings(row) };
      } catch (error) {
        if (!isFaaslensError(error)) throw error;
        return { problem: error.message };
      }
    },
  };
}
