import type { Incident } from '@/core/settings/settings';
import { services } from './door';

/** The newest incidents that last, at most so many. */
export async function listActiveIncidents(limit: number): Promise<readonly Incident[]> {
  const { settings } = await services();
  return (await settings.listIncidents({ status: 'firing', limit })).items;
}

/** Whether there is a channel at all that rules could send to. */
export async function hasChannel(): Promise<boolean> {
  const { settings } = await services();
  return (await settings.listChannels()).length > 0;
}
