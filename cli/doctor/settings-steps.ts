import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import { visible } from '../visible';
import type { Step } from './step';

type Place = Pick<Config, 'databaseFile' | 'secretKey'>;

/** What must be true of settings so that alerts arrive and people get in: a copy on another machine may lack what opens their secrets. */
export function settingsSteps(place: Place): readonly Step[] {
  const step = (name: string, look: (settings: OpenSettings) => Promise<string>): Step => ({
    name,
    needed: false,
    run: async () => {
      const settings = await openSettings(place);
      try {
        return await look(settings);
      } finally {
        await settings.close();
      }
    },
  });
  return [step('alert channels', checkChannels), step('single sign-on', checkSingleSignOn)];
}

async function checkChannels(settings: OpenSettings): Promise<string> {
  const channels = await settings.listChannels();
  const failing = channels.filter((channel) => channel.failing);
  if (failing.length > 0)
    throw new FaaslensError(
      'unavailable',
      failing
        .map(({ name, lastError }) => visible(`"${name}" receives no messages: ${lastError}`))
        .join('; '),
    );
  const count = channels.filter(({ enabled }) => enabled).length;
  return count === 0 ? 'none yet, so alerts are only shown on screen' : `${count}, none of them failing`;
}

async function checkSingleSignOn(settings: OpenSettings): Promise<string> {
  return (await settings.openSingleSignOn()) === null ? 'not set up' : 'its secret can be opened';
}
